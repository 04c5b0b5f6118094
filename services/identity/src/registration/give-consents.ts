import type { Ctx } from '@genkan/call/ctx';
import { requireVersion } from '@genkan/call/require-version';
import type { Transact } from '@genkan/call/transaction';
import type { InputOf } from '@genkan/contracts/endpoint';
import type { giveConsents as contract } from '@genkan/contracts/identity/registration';
import { checkConsents } from './check-consents.js';
import { type Draft, draftIdOf, giveConsents, openDraft } from './draft.js';
import type { DraftRepository } from './draft-repository.js';
import { emitConsented } from './events.js';
import { type RegistrationRules, requirementsFor } from './registration-rules.js';

interface Dependencies {
  readonly transact: Transact;
  readonly drafts: DraftRepository;
  readonly rules: RegistrationRules;
}

export type GiveConsents = (ctx: Ctx, given: InputOf<typeof contract>['body'], version: number) => Promise<Draft>;

/** Keeps what the visitor agreed to; may be said again until the sign-up is complete. */
export function createGiveConsents({ transact, drafts, rules }: Dependencies): GiveConsents {
  return (ctx, given, version) =>
    transact(ctx, async (tx) => {
      const now = ctx.clock.now();
      const draft = openDraft(await drafts.lock(tx.manager, draftIdOf(ctx)), now);
      requireVersion(draft, version);
      checkConsents(given, requirementsFor(rules, draft), rules.terms);
      const consents = { ...given, givenAt: now.toISOString() };
      const changed = giveConsents(draft, consents);
      await drafts.save(tx.manager, changed);
      emitConsented(tx, draft, consents);
      return changed;
    });
}
