import { type Ctx, nothingRecorded } from '@genkan/call/ctx';
import type { Transact } from '@genkan/call/transaction';
import type { Logger } from '@genkan/observability/logger';
import { workThrough } from '@genkan/persistence/work-through';
import type { EntityManager } from 'typeorm';
import type { BudgetRepository } from './budget-repository.js';
import type { DraftRepository } from './draft-repository.js';
import { emitExpired } from './events.js';

interface Dependencies {
  readonly transact: Transact;
  readonly drafts: DraftRepository;
  readonly budgets: BudgetRepository;
  readonly manager: EntityManager;
  readonly logger: Logger;
}

/** Stops between two drafts when `signal` aborts; throws at its end when some could not be removed. */
export type ExpireRegistrations = (ctx: Ctx, signal: AbortSignal) => Promise<void>;

/** Removes every draft whose time is over. Emits an event for each that its visitor neither completed nor left for another. */
export function createExpireRegistrations({
  transact,
  drafts,
  budgets,
  manager,
  logger,
}: Dependencies): ExpireRegistrations {
  return async (ctx, signal) => {
    const now = ctx.clock.now();
    await budgets.removeEnded(manager, now);
    const failed = await workThrough({
      list: (size, skip) => drafts.listExpired(manager, now, size, skip),
      work: (id) => expire(ctx, id, now),
      logger,
      signal,
    });
    if (failed > 0) throw new Error(`${failed} drafts could not be removed`);
  };

  function expire(ctx: Ctx, id: string, now: Date): Promise<void> {
    return transact({ ...ctx, correlationId: id, recording: nothingRecorded() }, async (tx) => {
      const draft = await drafts.lockToRemove(tx.manager, id);
      if (draft === null || draft.expiresAt > now) return;
      await drafts.remove(tx.manager, id);
      if (draft.status === 'open') emitExpired(tx, draft);
    });
  }
}
