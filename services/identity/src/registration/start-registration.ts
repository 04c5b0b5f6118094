import type { Ids } from '@genkan/config/ids';
import { drawToken, tokenDigest } from '@genkan/credentials/opaque-token';
import { networkOf } from '@genkan/http-kit/network-of';
import type { Ctx } from '@genkan/messaging/ctx';
import type { Transact } from '@genkan/messaging/transaction';
import { Refusal } from '../refusal.js';
import type { BudgetRepository } from './budget-repository.js';
import { type Draft, type HeldDraft, startDraft } from './draft.js';
import type { DraftRepository } from './draft-repository.js';
import { emitStarted } from './events.js';
import { type RegistrationRules, requirementsFor } from './registration-rules.js';

const HOUR_MS = 3_600_000;

interface Dependencies {
  readonly transact: Transact;
  readonly drafts: DraftRepository;
  readonly budgets: BudgetRepository;
  readonly rules: RegistrationRules;
  readonly ids: Ids;
  /** New drafts of one network in an hour. */
  readonly draftsPerHour: number;
}

export type StartRegistration = (ctx: Ctx, choice: Pick<Draft, 'country' | 'type' | 'language'>) => Promise<HeldDraft>;

/** Begins a sign-up. From here on its records are correlated by the draft. */
export function createStartRegistration(dependencies: Dependencies): StartRegistration {
  const { transact, drafts, budgets, rules, ids, draftsPerHour } = dependencies;
  return async (ctx, choice) => {
    requirementsFor(rules, choice);
    const now = ctx.clock.now();
    const draft = startDraft(choice, { id: ids.uuid(), now });
    const secret = drawToken(ids);
    return transact({ ...ctx, correlationId: draft.id }, async (tx) => {
      const budget = await budgets.spend(tx.manager, networkOf(ctx.sourceIp), now, HOUR_MS);
      if (budget.used > draftsPerHour) {
        const retryAfterSeconds = Math.ceil((budget.windowEndsAt.getTime() - now.getTime()) / 1_000);
        throw new Refusal('identity.registration_budget_exhausted', { retryAfterSeconds });
      }
      await drafts.add(tx.manager, draft, tokenDigest(secret));
      emitStarted(tx, draft);
      return { draft, secret };
    });
  };
}
