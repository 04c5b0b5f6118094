import type { Ctx } from '@genkan/messaging/ctx';
import type { Transact } from '@genkan/messaging/transaction';
import type { EntityManager } from 'typeorm';
import type { Lock } from './bucket.js';
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

/** `newCtx` gives the context of one piece of work: nobody's session ends because another's did. */
export type ExpireSessions = (newCtx: () => Ctx, signal: AbortSignal) => Promise<void>;

/** Flow B7: ends what is over by time, and removes what nobody needs any more. Several may do it at once. */
export function createExpireSessions({ transact, manager, sessions, buckets }: Dependencies): ExpireSessions {
  return async (newCtx, signal) => {
    const now = newCtx().clock.now();
    const over = () => sessions.listOver(manager, now, BATCH);
    await inBatches(over, (id) => end(newCtx(), id), signal);
    const ended = () => buckets.listEndedLocks(manager, now, BATCH);
    await inBatches(ended, (lock) => unlock(newCtx(), lock), signal);
    await buckets.removeForgotten(manager, now);
    await sessions.removeEnded(manager, new Date(now.getTime() - KEEP_ENDED_MS));
  };

  function end(ctx: Ctx, id: string): Promise<void> {
    return transact(ctx, async (tx) => {
      const now = ctx.clock.now();
      const session = await sessions.lockOver(tx.manager, id, now);
      if (!session) return;
      const reason = timeOutOf(session, now);
      emitEnded(tx, await sessions.end(tx.manager, session, reason, now), reason);
    });
  }

  function unlock(ctx: Ctx, lock: Lock): Promise<void> {
    return transact(ctx, async (tx) => {
      if (await buckets.unlock(tx.manager, lock)) emitUnlocked(tx, lock);
    });
  }
}

async function inBatches<T>(list: () => Promise<readonly T[]>, work: (one: T) => Promise<void>, signal: AbortSignal) {
  for (;;) {
    const batch = await list();
    for (const one of batch) {
      if (signal.aborted) return;
      await work(one);
    }
    if (batch.length < BATCH) return;
  }
}
