import type { Ctx } from '@genkan/call/ctx';
import { requireVersion } from '@genkan/call/require-version';
import type { Transact } from '@genkan/call/transaction';
import type { IndividualProfile } from '@genkan/contracts/identity/members';
import { checkProfile } from './check-profile.js';
import { type Draft, draftIdOf, openDraft, saveProfile } from './draft.js';
import type { DraftRepository } from './draft-repository.js';
import { emitUpdated } from './events.js';
import { type RegistrationRules, requirementsFor } from './registration-rules.js';

interface Dependencies {
  readonly transact: Transact;
  readonly drafts: DraftRepository;
  readonly rules: RegistrationRules;
}

export type UpdateRegistration = (ctx: Ctx, profile: IndividualProfile, version: number) => Promise<Draft>;

/** Saves the profile. Its record tells which fields changed, not what they hold. */
export function createUpdateRegistration({ transact, drafts, rules }: Dependencies): UpdateRegistration {
  return (ctx, profile, version) =>
    transact(ctx, async (tx) => {
      const now = ctx.clock.now();
      const draft = openDraft(await drafts.lock(tx.manager, draftIdOf(ctx)), now);
      requireVersion(draft, version);
      const changed = saveProfile(draft, profile);
      checkProfile(profile, requirementsFor(rules, draft), now);
      await drafts.save(tx.manager, changed);
      emitUpdated(tx, draft, profile);
      return changed;
    });
}
