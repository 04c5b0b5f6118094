import type { Ctx } from '@genkan/messaging/ctx';
import type { Transact } from '@genkan/messaging/transaction';
import type { EntityManager } from 'typeorm';
import type { BucketRepository } from './bucket-repository.js';
import { emitEnded, emitUnlocked } from './events.js';
import { timeOutOf } from './session.js';
import type { SessionRepository } from './session-repository.js';

interface Dependencies {
  readonly transact: Transact;
  readonly manager: EntityManager;
  readonly sessions: SessionRepository;
  readonly buckets: BucketRepository;
}

const BATCH = 200;
/** Ended sessions stay as long as the bus may deliver what tells of them. */
const KEEP_ENDED_MS = 8 * 24 * 3_600_000;

/** Flow B7: what ends by time. `newCtx` gives the context of one transaction, which is one record with its consequences. */
export function createExpireSessions({ transact, manager, sessions, buckets }: Dependencies) {
  return async (newCtx: () => Ctx): Promise<void> => {
    while ((await endBatch(newCtx())) === BATCH);
    while ((await unlockBatch(newCtx())) === BATCH);
    const now = newCtx().clock.now();
    await buckets.removeForgotten(manager, now);
    await sessions.removeEnded(manager, new Date(now.getTime() - KEEP_ENDED_MS));
  };

  function endBatch(ctx: Ctx): Promise<number> {
    return transact(ctx, async (tx) => {
      const now = ctx.clock.now();
      const over = await sessions.lockOver(tx.manager, now, BATCH);
      for (const session of over) {
        const reason = timeOutOf(session, now);
        emitEnded(tx, await sessions.end(tx.manager, session, reason, now), reason);
      }
      return over.length;
    });
  }

  function unlockBatch(ctx: Ctx): Promise<number> {
    return transact(ctx, async (tx) => {
      const locks = await buckets.takeEndedLocks(tx.manager, ctx.clock.now(), BATCH);
      for (const lock of locks) emitUnlocked(tx, lock);
      return locks.length;
    });
  }
}
