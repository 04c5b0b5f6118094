import type { Logger } from '@genkan/observability/logger';
import type { DataSource } from 'typeorm';
import type { Bus, BusConsumer, BusMessage, OnMessages, Topics } from './bus.js';
import { persist } from './persist.js';
import { createPoisonAttempts } from './poison-attempts.js';
import { withPoisonGuard } from './poison-guard.js';

/**
 * Stores messages of any partitions, those of one partition in their order, and returns after the commit; it must recognise messages
 * that it stored before. `asIs`: this one message broke the handler, or ended several processes; store it without looking into it.
 */
export type HandleBatch = (messages: readonly BusMessage[], how: { readonly asIs: boolean }) => Promise<void>;

export interface BatchConsumerSettings {
  readonly bus: Bus;
  readonly group: string;
  readonly topics: Topics;
  readonly dataSource: DataSource;
  readonly handleBatch: HandleBatch;
  /** 500 unless told. */
  readonly maxBatch?: number;
  readonly logger: Logger;
}

/**
 * Handles messages in batches and never drops one: a batch that cannot be handled is taken one by one, and a message that
 * cannot is handed over as it is. If even that fails, everything waits: the rest of its batch, which is of many partitions and topics
 * (ADR 12), and what comes after. So `handleBatch` must be able to store any message as it is.
 */
export function createBatchConsumer(settings: BatchConsumerSettings): BusConsumer {
  const { bus, group, topics, dataSource, handleBatch, maxBatch = 500, logger } = settings;

  async function single(message: BusMessage, signal: AbortSignal): Promise<boolean> {
    try {
      return await persist(() => handleBatch([message], { asIs: false }), signal, logger);
    } catch (error) {
      const { topic, partition, offset } = message;
      logger.error({ group, topic, partition, offset, err: error }, 'message is taken as it is');
      return asIs(message, signal);
    }
  }

  const asIs = (message: BusMessage, signal: AbortSignal) =>
    persist(() => handleBatch([message], { asIs: true }), signal, logger);

  const whole: OnMessages = async (messages, { signal }) => {
    try {
      return (await persist(() => handleBatch(messages, { asIs: false }), signal, logger)) ? messages.length : 0;
    } catch (error) {
      logger.error({ group, size: messages.length, err: error }, 'batch could not be handled, it is taken one by one');
    }
    let done = 0;
    for (const message of messages) {
      if (!(await single(message, signal))) break;
      done += 1;
    }
    return done;
  };

  return bus.consume({
    group,
    topics,
    maxBatch,
    onMessages: withPoisonGuard({
      attempts: createPoisonAttempts(dataSource, group),
      handleAll: whole,
      handleOne: single,
      putAside: asIs,
    }),
  });
}
