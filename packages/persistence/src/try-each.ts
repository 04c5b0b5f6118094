import type { Logger } from '@genkan/observability/logger';

/**
 * Works on one after the other, until `signal` aborts. One that fails is logged, with its place among them, and holds back no other.
 * Returns how many failed.
 */
export async function tryEach<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  { logger, signal }: { readonly logger: Logger; readonly signal?: AbortSignal },
): Promise<number> {
  let failed = 0;
  for (const [index, item] of items.entries()) {
    if (signal?.aborted) break;
    try {
      await work(item);
    } catch (error) {
      failed += 1;
      logger.error({ index, of: items.length, err: error }, 'one piece of work failed, the others go on');
    }
  }
  return failed;
}
