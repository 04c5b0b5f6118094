import type { Logger } from '@genkan/observability/logger';
import { pause } from '@genkan/persistence/pause';
import type { Consumer, Kafka } from 'kafkajs';
import { backOffMs } from './back-off.js';
import type { BusConsumer, ConsumeOptions, Topics } from './bus.js';
import { createKafkaBatches } from './kafka-batches.js';
import { createKafkaOffsets, type KafkaOffsets } from './kafka-offsets.js';
import { listTopics } from './kafka-topic-list.js';
import { createPauseSwitch } from './pause-switch.js';

export interface KafkaConsumerSettings {
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly topicListIntervalMs: number;
}

/** More than a fetch brings, so that all of it is handed over at once; each costs a little at every fetch. */
const ALL_PARTITIONS = 100;
/** A fetch waits so long for messages; it bounds how long a stop takes. */
const FETCH_WAIT_MS = 1_000;
const LEAVE_TIMEOUT_MS = 15_000;

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
  const pauseSwitch = createPauseSwitch();
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  /** Sessions in a row that ended before they joined the group. */
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
    consumer.on(consumer.events.GROUP_JOIN, () => {
      failures = 0;
    });
    const offsets = createKafkaOffsets(consumer, logger);
    const batches = createKafkaBatches({
      ...settings,
      consumer,
      options,
      pauseSwitch,
      offsets,
      ended: ended.signal,
      logger,
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: ALL_PARTITIONS,
        eachBatch: batches.eachBatch,
      });
      await untilTopicsChange(topics, ended.signal);
    } finally {
      end();
      stopping.signal.removeEventListener('abort', end);
      await batches.idle();
      await leave(consumer, offsets);
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

  return {
    start() {
      running = run();
    },
    pause: () => pauseSwitch.pause(),
    resume: () => pauseSwitch.resume(),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Leaves the group if it still can; a broker that does not answer must not hold back the next session. */
async function leave(consumer: Consumer, offsets: KafkaOffsets): Promise<void> {
  const done = new AbortController();
  const left = offsets
    .store()
    .catch(() => {})
    .then(() => consumer.disconnect())
    .catch(() => {});
  await Promise.race([left.finally(() => done.abort()), pause(LEAVE_TIMEOUT_MS, done.signal)]);
}

const isComplete = (wanted: Topics, topics: readonly string[]): boolean =>
  'names' in wanted && wanted.names.every((name) => topics.includes(name));
