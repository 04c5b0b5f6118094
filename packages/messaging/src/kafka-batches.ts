import type { Logger } from '@genkan/observability/logger';
import { pause } from '@genkan/persistence/pause';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { BusMessage, ConsumeOptions } from './bus.js';
import { handleInBatches } from './handle-batches.js';
import { toBusMessage } from './kafka-message.js';
import type { KafkaOffsets } from './kafka-offsets.js';
import type { PauseSwitch } from './pause-switch.js';

/** A batch costs about as much for ten messages as for one: under load it waits for company, a lone message goes at once. */
const BATCH_EVERY_MS = 50;

export interface KafkaBatchesSettings {
  readonly consumer: Consumer;
  readonly options: ConsumeOptions;
  readonly pauseSwitch: PauseSwitch;
  readonly offsets: KafkaOffsets;
  readonly heartbeatIntervalMs: number;
  /** Aborts when the session ends. */
  readonly ended: AbortSignal;
  readonly logger: Logger;
}

/** The messages that the client fetched of one partition, and how we tell the client that they are done. */
interface Fetched {
  readonly payload: EachBatchPayload;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const partitionOf = ({ topic, partition }: { topic: string; partition: number }) => `${topic}/${partition}`;

/**
 * The client's `eachBatch`: it is called for every partition of a fetch at once, and the next fetch waits for all of them. One
 * batch is made of them at a time. The first one of a partition goes alone, and its offset is stored at once, because it may
 * hold a poison message; all others go together.
 */
export function createKafkaBatches(settings: KafkaBatchesSettings) {
  const { consumer, options, pauseSwitch, offsets, heartbeatIntervalMs, ended, logger } = settings;
  let current = new AbortController();
  let begun = new Set<string>();
  let waiting: Fetched[] = [];
  let isWorking = false;
  let working: Promise<void> = Promise.resolve();
  let earliestNextMs = 0;

  const abort = () => current.abort();
  ended.addEventListener('abort', abort, { once: true });
  consumer.on(consumer.events.GROUP_JOIN, () => {
    abort();
    begun = new Set();
    offsets.forget();
  });

  async function work(): Promise<void> {
    isWorking = true;
    // At least until the client has called for every partition of the fetch.
    await pause(Math.max(0, earliestNextMs - performance.now()), ended);
    earliestNextMs = performance.now() + BATCH_EVERY_MS;
    while (waiting.length > 0) {
      const fetched = waiting;
      waiting = [];
      const isFirst = ({ payload }: Fetched) => !begun.has(partitionOf(payload.batch));
      const others = fetched.filter((one) => !isFirst(one));
      for (const one of fetched.filter(isFirst)) await settle([one], true);
      if (others.length > 0) await settle(others, false);
    }
    isWorking = false;
  }

  async function settle(fetched: readonly Fetched[], isFirst: boolean): Promise<void> {
    try {
      await hand(
        fetched.map(({ payload }) => payload),
        isFirst,
      );
      for (const { done } of fetched) done();
    } catch (error) {
      for (const { failed } of fetched) failed(error);
    }
  }

  async function hand(payloads: readonly EachBatchPayload[], isFirst: boolean): Promise<void> {
    const byPartition = new Map(payloads.map((payload) => [partitionOf(payload.batch), payload]));
    const heartbeat = async () => payloads[0]?.heartbeat();
    // What was fetched before a rebalance waits in the client: this refuses it.
    await heartbeat();
    current = new AbortController();
    const { signal } = current;
    if (ended.aborted) abort();
    const heart = beat(heartbeat, heartbeatIntervalMs, abort);
    const commit = async (done: readonly BusMessage[]) => {
      const last = new Map(done.map((message) => [partitionOf(message), message]));
      for (const [partition, { offset }] of last) byPartition.get(partition)?.resolveOffset(String(offset));
      offsets.note([...last.values()]);
      if (isFirst) await offsets.store();
    };
    const messages = payloads.flatMap(({ batch: { topic, partition, messages } }) =>
      messages.map((message) => toBusMessage(topic, partition, message)),
    );
    try {
      await handleInBatches(messages, { signal, isFirst }, { options, pauseSwitch, commit, logger });
      if (!signal.aborted) for (const partition of byPartition.keys()) begun.add(partition);
    } finally {
      await heart.stop();
    }
  }

  return {
    eachBatch: (payload: EachBatchPayload): Promise<void> =>
      new Promise((done, failed) => {
        waiting.push({ payload, done, failed });
        if (!isWorking) working = work();
      }),
    /** Resolves when no batch is under way. */
    idle: (): Promise<void> => working,
  };
}

/**
 * Keeps the membership alive while a handler works. A failure, such as a rebalance, ends the batch; `stop` throws it so
 * that the client takes its steps.
 */
function beat(heartbeat: () => Promise<void>, intervalMs: number, onFailure: () => void) {
  let failure: unknown;
  let beating: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    beating = beating.then(heartbeat).catch((error) => {
      failure ??= error;
      onFailure();
    });
  }, intervalMs);
  return {
    async stop() {
      clearInterval(timer);
      await beating;
      if (failure) throw failure;
    },
  };
}
