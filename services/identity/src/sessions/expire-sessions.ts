import type { Ctx } from '@genkan/call/ctx';
import type { Transact } from '@genkan/call/transaction';
import type { Logger } from '@genkan/observability/logger';
import { workThrough } from '@genkan/persistence/work-through';
import type { EntityManager } from 'typeorm';
import type { Devices } from '../devices/compose-devices.js';
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
  readonly devices: Pick<Devices, 'removeUnknown'>;
  readonly logger: Logger;
}

/** Ended sessions stay as long as the bus may deliver events about them. */
const KEEP_ENDED_MS = 8 * 24 * 3_600_000;

/**
 * `newCtx` gives each session a context of its own, as one session's end does not cause another's. Throws at its end when some could
 * not be ended.
 */
export type ExpireSessions = (newCtx: () => Ctx, signal: AbortSignal) => Promise<void>;

/** Flow B7: ends what is over by time, and removes what nobody needs any more. Several may do it at once. */
export function createExpireSessions({
  transact,
  manager,
  sessions,
  buckets,
  devices,
  logger,
}: Dependencies): ExpireSessions {
  return async (newCtx, signal) => {
    const now = newCtx().clock.now();
    const sessionsLeft = await workThrough({
      list: (size, skip) => sessions.listOver(manager, now, size, skip),
      work: (id) => end(newCtx(), id),
      logger,
      signal,
    });
    const locksLeft = await workThrough({
      list: (size, skip) => buckets.listEndedLocks(manager, now, size, skip),
      work: (lock) => unlock(newCtx(), lock),
      logger,
      signal,
    });
    await buckets.removeForgotten(manager, now);
    await devices.removeUnknown(manager, now);
    await sessions.removeEnded(manager, new Date(now.getTime() - KEEP_ENDED_MS));
    if (sessionsLeft + locksLeft > 0)
      throw new Error(`${sessionsLeft} sessions and ${locksLeft} locks could not be ended`);
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
