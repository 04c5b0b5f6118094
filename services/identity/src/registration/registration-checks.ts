import type { Ctx } from '@genkan/call/ctx';
import type { PartsOf } from '@genkan/call/fitting-parts';
import type { IndividualProfile } from '@genkan/contracts/identity/members';
import type { EntityManager } from 'typeorm';
import { checkConsents } from './check-consents.js';
import type { CheckPassword, NewPassword } from './check-password.js';
import { checkProfile } from './check-profile.js';
import { type Consents, type Draft, draftIdOf, openDraft, readyDraft } from './draft.js';
import type { DraftRepository } from './draft-repository.js';
import { type RegistrationRules, requirementsFor } from './registration-rules.js';

interface Dependencies {
  readonly manager: EntityManager;
  readonly drafts: DraftRepository;
  readonly rules: RegistrationRules;
  readonly checkPassword: CheckPassword;
}

export type RegistrationChecks = ReturnType<typeof createRegistrationChecks>;

/**
 * What the use cases would refuse of a request whose other fields break the contract, so that its caller learns all of it at
 * once (acceptance A2). Nothing is locked or changed. All of them throw Refusal.
 */
export function createRegistrationChecks({ manager, drafts, rules, checkPassword }: Dependencies) {
  return {
    choice(choice: Partial<Pick<Draft, 'country' | 'type'>>): void {
      requirementsFor(rules, choice);
    },
    async consents(ctx: Ctx, given: PartsOf<Consents>): Promise<void> {
      checkConsents(given, requirementsFor(rules, await ownDraft(ctx)), rules.terms);
    },
    async profile(ctx: Ctx, given: PartsOf<IndividualProfile>): Promise<void> {
      checkProfile(given, requirementsFor(rules, await ownDraft(ctx)), ctx.clock.now());
    },
    async password(ctx: Ctx, given: Partial<NewPassword>): Promise<void> {
      checkPassword(given, readyDraft(await ownDraft(ctx)));
    },
  };

  async function ownDraft(ctx: Ctx): Promise<Draft> {
    return openDraft(await drafts.find(manager, draftIdOf(ctx)), ctx.clock.now());
  }
}
