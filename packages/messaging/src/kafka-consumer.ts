import type { Logger } from '@genkan/observability/logger';
import { pause } from '@genkan/persistence/pause';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { backOffMs } from './back-off.js';
import type { BusConsumer, BusMessage, ConsumeOptions, Topics } from './bus.js';
import { deliver } from './deliver.js';
import { createGate } from './gate.js';
import { toBusMessage } from './kafka-message.js';
import { listTopics } from './kafka-topic-list.js';

export interface KafkaConsumerSettings {
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly topicListIntervalMs: number;
}

/** A fetch waits so long for messages; it bounds how long a stop takes. */
const FETCH_WAIT_MS = 1_000;
const DISCONNECT_TIMEOUT_MS = 15_000;

/**
 * A consumer that goes on whatever happens. It lives in sessions: one client each, which ends when it crashes or when a
 * topic appears (the client cannot add one while it runs), and is replaced by the next.
 */
export function createKafkaConsumer(
  kafka: Kafka,
  settings: KafkaConsumerSettings,
  options: ConsumeOptions,
  logger: Logger,
): BusConsumer {
  const gate = createGate();
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  /** In a row, without having joined the group. */
  let failures = 0;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const topics = await listTopics(kafka, options.topics);
        if (topics.length > 0) await session(topics);
        else await pause(settings.topicListIntervalMs, stopping.signal);
      } catch (error) {
        logger.warn({ group: options.group, failures, err: error }, 'consumer failed, it starts again');
        await pause(backOffMs(failures++), stopping.signal);
      }
    }
  }

  async function session(topics: readonly string[]): Promise<void> {
    const consumer = kafka.consumer({
      groupId: options.group,
      sessionTimeout: settings.sessionTimeoutMs,
      rebalanceTimeout: settings.rebalanceTimeoutMs,
      heartbeatInterval: settings.heartbeatIntervalMs,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      retry: { restartOnFailure: async () => false },
    });
    const ended = new AbortController();
    const end = () => ended.abort();
    stopping.signal.addEventListener('abort', end, { once: true });
    consumer.on(consumer.events.CRASH, ({ payload }) => ended.abort(payload.error));
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: eachBatch(consumer, ended.signal),
      });
      await untilTopicsChange(topics, ended.signal);
    } finally {
      end();
      stopping.signal.removeEventListener('abort', end);
      await disconnect(consumer);
    }
    if (ended.signal.reason instanceof Error && ended.signal.reason.name !== 'AbortError') throw ended.signal.reason;
  }

  /** Returns when another topic is there to be read, or the session ended. */
  async function untilTopicsChange(topics: readonly string[], ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      await pause(settings.topicListIntervalMs, ended);
      if (ended.aborted || isComplete(options.topics, topics)) continue;
      const now = await listTopics(kafka, options.topics).catch(() => topics);
      if (now.some((topic) => !topics.includes(topic))) return;
    }
  }

  function eachBatch(consumer: Consumer, ended: AbortSignal): (payload: EachBatchPayload) => Promise<void> {
    /** The client hands over one batch at a time. */
    let current = new AbortController();
    let begun = new Set<string>();
    const abort = () => current.abort();
    ended.addEventListener('abort', abort, { once: true });
    consumer.on(consumer.events.GROUP_JOIN, () => {
      abort();
      begun = new Set();
      failures = 0;
    });
    return async ({ batch, heartbeat, resolveOffset, commitOffsetsIfNecessary }) => {
      const { topic, partition } = batch;
      // Batches that were fetched before a rebalance wait in the client: this refuses them.
      await heartbeat();
      current = new AbortController();
      if (ended.aborted) abort();
      const isFirst = !begun.has(`${topic}/${partition}`);
      const heart = beat(heartbeat, settings.heartbeatIntervalMs, abort);
      const commit = async (last: BusMessage) => {
        const offset = String(last.offset + 1n);
        resolveOffset(String(last.offset));
        await commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
      };
      const messages = batch.messages.map((message) => toBusMessage(topic, partition, message));
      try {
        await deliver(messages, { signal: current.signal, isFirst }, { options, gate, commit, logger });
        if (!current.signal.aborted) begun.add(`${topic}/${partition}`);
      } finally {
        await heart.stop();
      }
    };
  }

  return {
    start() {
      running = run();
    },
    pause: () => gate.close(),
    resume: () => gate.open(),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Leaves the group if it still can; a broker that does not answer must not hold back the next session. */
async function disconnect(consumer: Consumer): Promise<void> {
  const done = new AbortController();
  const disconnected = consumer.disconnect().catch(() => {});
  await Promise.race([disconnected.finally(() => done.abort()), pause(DISCONNECT_TIMEOUT_MS, done.signal)]);
}

/**
 * Keeps the membership alive while a handler works. A failure, such as a rebalance, ends the delivery; `stop` throws it so
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

const isComplete = (wanted: Topics, topics: readonly string[]): boolean =>
  'names' in wanted && wanted.names.every((name) => topics.includes(name));
