import type { Tx } from '@genkan/call/transaction';
import type { IndividualProfile } from '@genkan/contracts/identity/members';
import {
  registrationConsented,
  registrationExpired,
  registrationProven,
  registrationResumed,
  registrationStarted,
  registrationUpdated,
} from '@genkan/contracts/identity/registration-events';
import { mask } from '@genkan/credentials/mask';
import { changedFields } from './check-profile.js';
import type { Channel, Consents, Draft, ProvenContact } from './draft.js';

type Emitter = Pick<Tx, 'emit'>;

/** Until there is an account, the draft's own log. */
const of = ({ id }: Draft) => ({ scope: id, resource: { id } });

export function emitStarted(tx: Emitter, draft: Draft): void {
  const { id: draftId, country, type, language } = draft;
  const choice = { country, type, language };
  const facts = { draftId, ...choice, expiresAt: draft.expiresAt.toISOString() };
  tx.emit(registrationStarted, { ...of(draft), facts, request: choice, after: choice });
}

export function emitConsented(tx: Emitter, draft: Draft, consents: Consents): void {
  const { terms, marketing, ageConfirmed } = consents;
  tx.emit(registrationConsented, {
    ...of(draft),
    facts: { draftId: draft.id, terms: [...terms], marketing, ageConfirmed },
    request: valuesOf(consents),
    before: draft.consents ? valuesOf(draft.consents) : undefined,
    after: valuesOf(consents),
  });
}

const valuesOf = ({ terms, marketing, ageConfirmed }: Consents) => ({
  terms: terms.map(({ version, language }) => `${version} (${language})`),
  marketing,
  ageConfirmed,
});

export function emitProven(
  tx: Emitter,
  draft: Draft,
  channel: Channel,
  contact: ProvenContact,
  otherDraft: boolean,
): void {
  const [before, target] = [draft[channel], mask(contact.target)];
  tx.emit(registrationProven, {
    ...of(draft),
    facts: { draftId: draft.id, channel, target, challengeId: contact.challengeId, otherDraft },
    before: { [channel]: before && mask(before.target) },
    after: { [channel]: target },
  });
}

export function emitUpdated(tx: Emitter, draft: Draft, profile: IndividualProfile): void {
  const changed = changedFields(draft.profile, profile);
  tx.emit(registrationUpdated, {
    ...of(draft),
    facts: { draftId: draft.id, changedFields: changed },
    request: { changedFields: changed },
    before: draft.profile ? publicPart(draft.profile) : undefined,
    after: publicPart(profile),
  });
}

const publicPart = ({ language, serviceField, howHeard }: IndividualProfile) => ({ language, serviceField, howHeard });

export function emitResumed(tx: Emitter, resumed: Draft, ended: Draft): void {
  tx.emit(registrationResumed, {
    ...of(resumed),
    adopts: ended.id,
    facts: { draftId: resumed.id, endedDraftId: ended.id },
  });
}

export function emitExpired(tx: Emitter, draft: Draft): void {
  tx.emit(registrationExpired, { ...of(draft), facts: { draftId: draft.id } });
}
