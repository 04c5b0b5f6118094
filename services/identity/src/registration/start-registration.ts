import type { Ctx } from '@genkan/call/ctx';
import { networkOf } from '@genkan/call/network-of';
import { Refusal } from '@genkan/call/refusal';
import type { Transact } from '@genkan/call/transaction';
import type { Ids } from '@genkan/config/ids';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { startRegistration } from '@genkan/contracts/identity/registration';
import { drawToken, tokenDigest } from '@genkan/credentials/opaque-token';
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
        throw new Refusal<CodeOf<typeof startRegistration>>('identity.registration_budget_exhausted', {
          retryAfterSeconds,
        });
      }
      await drafts.add(tx.manager, draft, tokenDigest(secret));
      emitStarted(tx, draft);
      return { draft, secret };
    });
  };
}
