import type { Logger } from '@genkan/observability/logger';
import { pause } from '@genkan/persistence/pause';
import { backOffMs } from './back-off.js';
import { mustWait } from './transient-failure.js';

/**
 * Repeats `work`, with a back-off, as long as it fails by what an operator or time mends. False when the signal aborted before it succeeded.
 *
 * @throws what comes from the message or its handler
 */
export async function persist(work: () => Promise<unknown>, signal: AbortSignal, logger: Logger): Promise<boolean> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      await work();
      return true;
    } catch (error) {
      if (!mustWait(error)) throw error;
      logger.warn({ failures, err: error }, 'message not handled yet, trying again');
      await pause(backOffMs(failures), signal);
    }
  }
  return false;
}
