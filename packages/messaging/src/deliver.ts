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
  /** Stores that everything up to this message is done. */
  readonly commit: (last: BusMessage) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Hands messages of one partition to a handler, in batches, and stores the offset of what is done. An error of the handler
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
      const done = await gate.pass(signal, () => attempt(rest, onMessages, { signal, isFirst }, logger));
      const last = rest[(done ?? 0) - 1];
      if (last) {
        failures = 0;
        await commit(last);
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
