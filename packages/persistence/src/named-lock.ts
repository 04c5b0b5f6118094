import type { Logger } from '@genkan/observability/logger';
import { acquireLock } from './held-lock.js';
import { lockName } from './lock-name.js';
import { pause } from './pause.js';

const DEFAULT_PING_MS = 3_000;
const DEFAULT_IDLE_S = 15;
const TRY_AGAIN_AFTER_MS = 500;

export interface NamedLockSettings {
  readonly url: string;
  /** Names are server-wide: begin it with the schema, such as `identity:relay`. */
  readonly name: string;
  readonly logger?: Logger;
  /** How often the holder asks the server whether it still holds the lock; 3 s. */
  readonly pingMs?: number;
  /** A holder that is silent for so long is dropped by the server; 15 s. */
  readonly idleSeconds?: number;
}

/** A lock that one process at a time holds among all that share a database server. */
export interface NamedLock {
  /**
   * Waits for the lock and runs `work` while it is held. `lost` aborts as soon as this process can know that the lock is
   * gone, and when `signal` aborts; `work` must then end. When the lock was lost or `work` threw, it starts again with a
   * lock newly got; ends when `signal` aborts or `work` returned of itself. Never two `work` of one call at a time.
   */
  hold(signal: AbortSignal, work: (lost: AbortSignal) => Promise<void>): Promise<void>;
}

/**
 * A named lock on a connection of its own, for work that one instance of a service does. It decides who works; it is no
 * fence: a process that was stopped (SIGSTOP, a long pause of the machine) loses the lock after `idleSeconds`, but finishes
 * what it had begun. Work that must exclude that needs a row lock in its own transaction, as the relay has with `relay_state`.
 */
export function createNamedLock(settings: NamedLockSettings): NamedLock {
  const { url, logger, pingMs = DEFAULT_PING_MS, idleSeconds = DEFAULT_IDLE_S } = settings;
  const name = lockName(settings.name);

  /** Whether `work` returned of itself. */
  async function holdOnce(signal: AbortSignal, work: (lost: AbortSignal) => Promise<void>): Promise<boolean> {
    const lock = await acquireLock(url, name, idleSeconds, signal);
    if (!lock) return false;
    const workEnded = new AbortController();
    const watching = lock.watch(pingMs, workEnded.signal);
    try {
      logger?.info({ lock: settings.name }, 'lock held');
      await work(AbortSignal.any([lock.lost, signal]));
      return !lock.lost.aborted;
    } finally {
      if (lock.lost.aborted) logger?.warn({ lock: settings.name, err: lock.lost.reason }, 'lock lost');
      workEnded.abort();
      await watching;
      lock.release();
    }
  }

  return {
    async hold(signal, work) {
      while (!signal.aborted) {
        try {
          if (await holdOnce(signal, work)) return;
        } catch (error) {
          logger?.warn({ lock: settings.name, err: error }, 'lock could not be got, or its work failed');
        }
        await pause(TRY_AGAIN_AFTER_MS, signal);
      }
    },
  };
}
