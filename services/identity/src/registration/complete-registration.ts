import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { Transact } from '@genkan/call/transaction';
import type { Ids } from '@genkan/config/ids';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { completeRegistration } from '@genkan/contracts/identity/registration';
import type { PasswordHasher } from '@genkan/credentials/password-hasher';
import type { EntityManager } from 'typeorm';
import type { Devices } from '../devices/compose-devices.js';
import type { Members, RegisteredMember } from '../members/compose-members.js';
import { loginIndexOf, type Protection } from '../protection.js';
import type { CheckPassword, NewPassword } from './check-password.js';
import { complete, draftIdOf, openDraft, readyDraft } from './draft.js';
import type { DraftRepository } from './draft-repository.js';

interface Dependencies {
  readonly transact: Transact;
  readonly manager: EntityManager;
  readonly drafts: DraftRepository;
  readonly members: Pick<Members, 'register' | 'isLoginIdTaken'>;
  readonly devices: Pick<Devices, 'read' | 'add' | 'issue'>;
  readonly protection: Protection;
  readonly checkPassword: CheckPassword;
  readonly ids: Ids;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
}

export interface CompletedRegistration extends RegisteredMember {
  readonly deviceToken: string;
}

/** `deviceToken`: the one that the browser had before. */
export type CompleteRegistration = (
  ctx: Ctx,
  body: NewPassword,
  deviceToken: string | undefined,
) => Promise<CompletedRegistration>;

/**
 * Makes the visitor a member. The addresses come from the draft's proofs, never from the request. The member is not
 * signed in yet (product R8), but the browser is known from then on.
 */
export function createCompleteRegistration(dependencies: Dependencies): CompleteRegistration {
  const { transact, drafts, members, devices, protection, ids } = dependencies;
  return async (ctx, body, deviceToken) => {
    const carried = await devices.read(deviceToken);
    const passwordHash = await hashIfNeeded(dependencies, ctx, body);
    return transact(ctx, async (tx) => {
      const now = ctx.clock.now();
      const draft = readyDraft(openDraft(await drafts.lock(tx.manager, draftIdOf(ctx)), now));
      if (passwordHash === null) throw new Refusal<CodeOf<typeof completeRegistration>>('identity.email_taken');
      const { id: draftId, country, type, email, phone, profile, consents } = draft;
      const device = { id: ids.uuid(), loginIndex: loginIndexOf(protection, 'main', email.target) };
      const applicant = { draftId, country, type, email, phone, profile, consents, passwordHash, deviceId: device.id };
      const registered = await members.register(tx, applicant, now);
      const owner = { principalId: registered.memberId, userAgent: ctx.userAgent };
      await devices.add(tx.manager, { ...device, ...owner }, now);
      await drafts.save(tx.manager, complete(draft, now));
      return { ...registered, deviceToken: devices.issue(carried, device) };
    });
  };
}

/**
 * Hashing is costly, so a draft that cannot become a member gets none: null when the draft is completed or its e-mail address
 * has a member. The transaction then decides on the refusal; it also knows whether this very call was answered before.
 */
async function hashIfNeeded(
  { manager, drafts, members, checkPassword, hasher }: Dependencies,
  ctx: Ctx,
  body: NewPassword,
): Promise<string | null> {
  const found = await drafts.find(manager, draftIdOf(ctx));
  if (found?.status === 'completed') return null;
  const draft = readyDraft(openDraft(found, ctx.clock.now()));
  checkPassword(body, draft);
  return (await members.isLoginIdTaken(manager, draft.email.target)) ? null : hasher.hash(body.password);
}
