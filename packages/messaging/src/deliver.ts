import type { Logger } from '@genkan/observability/logger';
import { pause } from '@genkan/persistence/pause';
import { backOffMs } from './back-off.js';
import type { BusMessage, ConsumeOptions, Delivery } from './bus.js';
import type { Gate } from './gate.js';

const DEFAULT_MAX_BATCH = 100;

/** What a delivery needs from its bus. */
export interface DeliveryRoute {
  readonly options: ConsumeOptions;
  /** Closed while the consumer is paused. */
  readonly gate: Gate;
  /** Stores that these are done, and so what was before them in their partitions. */
  readonly commit: (done: readonly BusMessage[]) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Hands messages to a handler, in batches, and stores the offset of what is done. An error of the handler
 * never leaves: the rest is delivered again after a back-off, until the delivery ends. The same for every bus.
 *
 * @throws only what `commit` throws
 */
export async function deliver(
  messages: readonly BusMessage[],
  delivery: Delivery,
  { options, gate, commit, logger }: DeliveryRoute,
): Promise<void> {
  const { maxBatch = DEFAULT_MAX_BATCH, onMessages } = options;
  const { signal } = delivery;
  for (let start = 0; start < messages.length; start += maxBatch) {
    const isFirst = delivery.isFirst && start === 0;
    let rest = messages.slice(start, start + maxBatch);
    let failures = 0;
    while (rest.length > 0 && !signal.aborted) {
      const done = (await gate.pass(signal, () => attempt(rest, onMessages, { signal, isFirst }, logger))) ?? 0;
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
  delivery: Delivery,
  logger: Logger,
): Promise<number> {
  try {
    return await onMessages(messages, delivery);
  } catch (error) {
    const { topic, partition, offset } = messages[0] ?? {};
    logger.error({ topic, partition, offset, err: error }, 'messages could not be handled, they come again');
    return 0;
  }
}
