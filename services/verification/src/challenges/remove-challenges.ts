import type { EntityManager } from 'typeorm';
import type { BudgetRepository } from './budget-repository.js';
import type { ChallengeRepository } from './challenge-repository.js';

/** A draft lives seven days, and `member.registered` may be late: its challenges are kept a day longer. */
const KEPT_MS = 8 * 86_400_000;

interface Dependencies {
  readonly manager: EntityManager;
  readonly challenges: ChallengeRepository;
  readonly budgets: BudgetRepository;
}

export type RemoveChallenges = (now: Date) => Promise<void>;

/** Removes what nobody can need any more. */
export function createRemoveChallenges({ manager, challenges, budgets }: Dependencies): RemoveChallenges {
  return async (now) => {
    await budgets.removeEnded(now);
    await challenges.removeCreatedBefore(manager, new Date(now.getTime() - KEPT_MS));
  };
}
