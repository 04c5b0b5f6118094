import type { Logger } from '@genkan/observability/logger';
import { tryEach } from './try-each.js';

const BATCH = 200;

/**
 * Works on everything of a list that shortens as work is done, until `signal` aborts. What fails stays in the list, is logged, and
 * holds back nothing behind it. Returns how many failed.
 */
export async function workThrough<T>(facts: {
  /** At most `size` of the list, behind the first `skip`, always in the same order. */
  readonly list: (size: number, skip: number) => Promise<readonly T[]>;
  readonly work: (item: T) => Promise<void>;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}): Promise<number> {
  const { list, work, signal } = facts;
  let failed = 0;
  while (!signal.aborted) {
    const batch = await list(BATCH, failed);
    failed += await tryEach(batch, work, facts);
    if (batch.length < BATCH) break;
  }
  return failed;
}
