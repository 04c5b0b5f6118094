import type { Ctx } from '@genkan/messaging/ctx';
import type { Transact } from '@genkan/messaging/transaction';
import type { EntityManager } from 'typeorm';
import type { BudgetRepository } from './budget-repository.js';
import type { DraftRepository } from './draft-repository.js';
import { emitExpired } from './events.js';

const BATCH = 100;

interface Dependencies {
  readonly transact: Transact;
  readonly drafts: DraftRepository;
  readonly budgets: BudgetRepository;
  readonly manager: EntityManager;
}

/** Stops between two drafts when `signal` aborts. */
export type ExpireRegistrations = (ctx: Ctx, signal: AbortSignal) => Promise<void>;

/** Removes every draft whose time is over, and tells so of those that nobody completed or left for another. */
export function createExpireRegistrations({ transact, drafts, budgets, manager }: Dependencies): ExpireRegistrations {
  return async (ctx, signal) => {
    const now = ctx.clock.now();
    await budgets.removeEnded(manager, now);
    for (;;) {
      const ids = await drafts.listExpired(manager, now, BATCH);
      for (const id of ids) {
        if (signal.aborted) return;
        await expire(ctx, id, now);
      }
      if (ids.length < BATCH) return;
    }
  };

  function expire(ctx: Ctx, id: string, now: Date): Promise<void> {
    return transact({ ...ctx, correlationId: id, recording: { eventId: null } }, async (tx) => {
      const draft = await drafts.lock(tx.manager, id);
      if (draft === null || draft.expiresAt > now) return;
      await drafts.remove(tx.manager, id);
      if (draft.status === 'open') emitExpired(tx, draft);
    });
  }
}
