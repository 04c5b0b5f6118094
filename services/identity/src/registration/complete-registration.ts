import type { InputOf } from '@genkan/contracts/endpoint';
import type { completeRegistration as contract } from '@genkan/contracts/identity/registration';
import type { Ctx } from '@genkan/messaging/ctx';
import type { Transact } from '@genkan/messaging/transaction';
import type { EntityManager } from 'typeorm';
import type { Members, RegisteredMember } from '../members/members.js';
import { Refusal } from '../refusal.js';
import { checkPassword } from './check-password.js';
import { complete, draftIdOf, openDraft, readyDraft } from './draft.js';
import type { DraftRepository } from './draft-repository.js';

/** @throws Refusal `identity.busy` when too many passwords wait to be hashed */
export type HashPassword = (password: string) => Promise<string>;

interface Dependencies {
  readonly transact: Transact;
  readonly manager: EntityManager;
  readonly drafts: DraftRepository;
  readonly members: Pick<Members, 'register' | 'isLoginIdTaken'>;
  readonly hashPassword: HashPassword;
}

export type CompleteRegistration = (ctx: Ctx, body: InputOf<typeof contract>['body']) => Promise<RegisteredMember>;

/**
 * Makes the visitor a member. Where one may be reached comes from the draft's proofs, never from the request. Nobody is
 * signed in by it (product R8).
 */
export function createCompleteRegistration(dependencies: Dependencies): CompleteRegistration {
  const { transact, drafts, members } = dependencies;
  return async (ctx, body) => {
    const passwordHash = await hashIfNeeded(dependencies, ctx, body);
    return transact(ctx, async (tx) => {
      const now = ctx.clock.now();
      const draft = readyDraft(openDraft(await drafts.lock(tx.manager, draftIdOf(ctx)), now));
      if (passwordHash === null) throw new Refusal('identity.email_taken');
      const { id: draftId, country, type, email, phone, profile, consents } = draft;
      const applicant = { draftId, country, type, email, phone, profile, consents, passwordHash };
      const registered = await members.register(tx, applicant, now);
      await drafts.save(tx.manager, complete(draft, now));
      return registered;
    });
  };
}

/**
 * Hashing is the costly part, so it is spared where it cannot be needed: null when the draft is completed or its e-mail
 * address has a member. Why is then decided in the transaction, which also knows whether this very call was answered.
 */
async function hashIfNeeded(
  { manager, drafts, members, hashPassword }: Dependencies,
  ctx: Ctx,
  body: InputOf<typeof contract>['body'],
): Promise<string | null> {
  const found = await drafts.find(manager, draftIdOf(ctx));
  if (found?.status === 'completed') return null;
  const draft = readyDraft(openDraft(found, ctx.clock.now()));
  checkPassword(body, draft.email.target);
  return (await members.isLoginIdTaken(manager, draft.email.target)) ? null : hashPassword(body.password);
}
