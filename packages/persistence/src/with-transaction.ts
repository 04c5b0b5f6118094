import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { databaseErrno } from './database-errno.js';

const LOCK_WAIT_TIMEOUT = 1205;
const DEADLOCK = 1213;
const RETRIES = 3;
const FIRST_BACK_OFF_MS = 10;

/**
 * Runs `work` in a READ COMMITTED transaction and returns its value after the commit. A deadlock or a lock wait that timed
 * out starts everything anew, up to three times: `work` must have no effects beside the database. Two round trips are added
 * to those of `work`: begin and commit (the isolation level is the connection's default).
 *
 * `work` must use `manager` alone, and must not swallow an error that it did not expect: after a deadlock the server has
 * already rolled back, so what followed would commit alone.
 *
 * @throws whatever `work` or the commit throws. When the connection breaks during the commit nobody knows its outcome.
 */
export async function withTransaction<T>(
  dataSource: DataSource,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await dataSource.transaction(work);
    } catch (error) {
      if (retries === RETRIES || !isLockConflict(error)) throw error;
      // Jitter, so that those who met in the deadlock do not meet again.
      await pause(FIRST_BACK_OFF_MS * 2 ** retries * (0.5 + Math.random()));
    }
  }
}

function isLockConflict(error: unknown): boolean {
  const errno = databaseErrno(error);
  return errno === DEADLOCK || errno === LOCK_WAIT_TIMEOUT;
}
