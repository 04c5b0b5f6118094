import { Refusal } from '@genkan/call/refusal';
import type { CallContext } from '@genkan/contracts/call-context';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { IndividualProfile } from '@genkan/contracts/identity/members';
import type { completeRegistration, getRegistration, RegistrationStep } from '@genkan/contracts/identity/registration';
import type { Language, MemberType } from '@genkan/contracts/primitives';
import type { ContentOf } from '@genkan/credentials/sealed-content';
import type { draftContent } from './draft-content.js';

const DAY_MS = 86_400_000;
/** A draft that nobody completes lives for seven days (product R6). */
export const DRAFT_LIFE_MS = 7 * DAY_MS;
/** A completed draft stays for as long as an Idempotency-Key, so that a repeated completion gets its answer. */
const COMPLETED_LIFE_MS = DAY_MS;

export type DraftContent = Readonly<ContentOf<typeof draftContent>>;
export type Consents = NonNullable<DraftContent['consents']>;
export type ProvenContact = NonNullable<DraftContent['email']>;
export type Channel = 'email' | 'phone';

/** A sign-up that is under way. `superseded`: another draft of the same e-mail address was resumed instead. */
export interface Draft extends DraftContent {
  readonly id: string;
  readonly version: number;
  readonly status: 'open' | 'completed' | 'superseded';
  readonly country: string;
  readonly type: MemberType;
  readonly language: Language;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** A draft with every step done. */
export type ReadyDraft = Draft & { readonly [Field in keyof DraftContent]: NonNullable<DraftContent[Field]> };

/** A draft and the secret that its holder's cookie gets; only a hash of the secret is kept. */
export interface HeldDraft {
  readonly draft: Draft;
  readonly secret: string;
}

export const emptyContent: DraftContent = { consents: null, email: null, phone: null, profile: null };

/** A new, empty draft. */
export function startDraft(
  choice: Pick<Draft, 'country' | 'type' | 'language'>,
  { id, now }: { readonly id: string; readonly now: Date },
): Draft {
  const expiresAt = new Date(now.getTime() + DRAFT_LIFE_MS);
  return { ...choice, ...emptyContent, id, version: 1, status: 'open', createdAt: now, expiresAt };
}

/** The id of the caller's draft. Endpoints of registration are called by drafts alone. */
export function draftIdOf({ actor }: Pick<CallContext, 'actor'>): string {
  if (actor.type !== 'draft' || actor.id === null) throw new Error('an endpoint of drafts was called by another');
  return actor.id;
}

/** The draft, if its holder may still go on with it. */
export function openDraft(draft: Draft | null, now: Date): Draft {
  if (draft === null || draft.status === 'superseded' || draft.expiresAt <= now) {
    throw new Refusal<CodeOf<typeof getRegistration>>('identity.registration_not_found');
  }
  if (draft.status === 'completed')
    throw new Refusal<CodeOf<typeof getRegistration>>('identity.registration_completed');
  return draft;
}

/** Steps that fill the draft, in their order; `completion` follows them. */
const filling = [
  ['consents', 'consents'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['profile', 'profile'],
] as const satisfies readonly (readonly [RegistrationStep, keyof DraftContent])[];

/** The first step that is not done. */
export function nextStep(draft: DraftContent): RegistrationStep {
  return filling.find(([, field]) => draft[field] === null)?.[0] ?? 'completion';
}

const order: readonly RegistrationStep[] = [...filling.map(([step]) => step), 'completion'];

/** A visitor may repeat a step, but must first have done all steps that precede it. */
function requireReached(draft: Draft, step: RegistrationStep): void {
  const next = nextStep(draft);
  if (order.indexOf(next) < order.indexOf(step)) {
    throw new Refusal<CodeOf<typeof completeRegistration>>('identity.step_out_of_order', {
      detail: `Next comes: ${next}.`,
    });
  }
}

const changed = (draft: Draft, change: Partial<Draft>): Draft => ({ ...draft, ...change, version: draft.version + 1 });

export const giveConsents = (draft: Draft, consents: Consents): Draft => changed(draft, { consents });

/** @throws Refusal when an earlier step is not done */
export function prove(draft: Draft, channel: Channel, contact: ProvenContact): Draft {
  requireReached(draft, channel);
  return changed(draft, { [channel]: contact });
}

/** @throws Refusal when an earlier step is not done */
export function saveProfile(draft: Draft, profile: IndividualProfile): Draft {
  requireReached(draft, 'profile');
  return changed(draft, { profile, language: profile.language });
}

/** @throws Refusal when a step is not done */
export function readyDraft(draft: Draft): ReadyDraft {
  requireReached(draft, 'completion');
  return draft as ReadyDraft;
}

/** The draft that became a member: emptied, for all that it held is the member's now. */
export function complete(draft: ReadyDraft, now: Date): Draft {
  const expiresAt = new Date(now.getTime() + COMPLETED_LIFE_MS);
  return changed(draft, { ...emptyContent, status: 'completed', expiresAt });
}

/** The draft that its holder left for an earlier one. */
export const supersede = (draft: Draft): Draft => changed(draft, { ...emptyContent, status: 'superseded' });

/** The draft that goes on; its holder gets a new secret. */
export const resume = (draft: Draft): Draft => changed(draft, {});
