import type { Logger } from '@genkan/observability/logger';
import { pause } from '@genkan/persistence/pause';
import { backOffMs } from './back-off.js';
import type { BatchContext, BusMessage, ConsumeOptions } from './bus.js';
import type { PauseSwitch } from './pause-switch.js';

const DEFAULT_MAX_BATCH = 100;

/** What handling needs from its bus. */
export interface BatchRoute {
  readonly options: ConsumeOptions;
  readonly pauseSwitch: PauseSwitch;
  /** Stores that these messages, and all before them in their partitions, are done. */
  readonly commit: (done: readonly BusMessage[]) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Hands messages to a handler, in batches, and stores the offset of what is done. An error of the handler
 * never leaves: the rest comes again after a back-off, until `signal` aborts. The same for every bus.
 *
 * @throws only what `commit` throws
 */
export async function handleInBatches(
  messages: readonly BusMessage[],
  batch: BatchContext,
  { options, pauseSwitch, commit, logger }: BatchRoute,
): Promise<void> {
  const { maxBatch = DEFAULT_MAX_BATCH, onMessages } = options;
  const { signal } = batch;
  for (let start = 0; start < messages.length; start += maxBatch) {
    const isFirst = batch.isFirst && start === 0;
    let rest = messages.slice(start, start + maxBatch);
    let failures = 0;
    while (rest.length > 0 && !signal.aborted) {
      const done = (await pauseSwitch.run(signal, () => attempt(rest, onMessages, { signal, isFirst }, logger))) ?? 0;
      if (done > 0) {
        failures = 0;
        await commit(rest.slice(0, done));
        rest = rest.slice(done);
      } else {
        await pause(backOffMs(failures++), signal);
      }
    }
  }
}

async function attempt(
  messages: readonly BusMessage[],
  onMessages: ConsumeOptions['onMessages'],
  batch: BatchContext,
  logger: Logger,
): Promise<number> {
  try {
    return await onMessages(messages, batch);
  } catch (error) {
    const { topic, partition, offset } = messages[0] ?? {};
    logger.error({ topic, partition, offset, err: error }, 'messages could not be handled, they come again');
    return 0;
  }
}
