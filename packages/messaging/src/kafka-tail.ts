import { randomUUID } from 'node:crypto';
import { pause } from '@genkan/persistence/pause';
import type { Consumer, Kafka, KafkaMessage } from 'kafkajs';
import type { BusMessage } from './bus.js';
import { createHistory, type Span } from './history.js';
import { type KafkaSettings, kafkaClient } from './kafka-client.js';
import { toBusMessage } from './kafka-message.js';
import { listTopics } from './kafka-topic-list.js';

export interface TailOptions extends KafkaSettings {
  /** Each topic whose name begins so, also one that appears later. */
  readonly prefix: string;
  /** From the first message at or after this moment; from the end when null. */
  readonly since: Date | null;
  readonly onMessage: (message: BusMessage) => void;
  /** How often it looks for topics that were not there; 10 s unless told. */
  readonly topicListIntervalMs?: number;
}

/** A fetch waits so long for messages; it bounds how long the end takes. */
const FETCH_WAIT_MS = 500;
/** At most one fetch of each partition is in memory: so many bytes, or one message that is larger. */
const FETCH_BYTES = 256 * 1024;
/** After so long without a message the history is shown as far as it is: a partition may end with entries that are no messages. */
const SILENCE_MS = 5_000;
/** The tail resumes broken reading so often, then it gives up. A minute without a break resets the count. */
const BREAKS_AT_MOST = 5;
const GOES_WELL_AFTER_MS = 60_000;

/** Offset of the next message by `topic/partition`, kept over sessions because nothing is committed. */
type Positions = Map<string, string>;

type History = ReturnType<typeof createHistory<BusMessage>>;

/**
 * Reads topics beside all consumers, in a group of its own, and commits nothing, so only the brokers notice it. Runs until `signal`
 * aborts; throws when the brokers cannot be reached at the start, or later for about a minute. The messages of all partitions that
 * were there at the start come in order of time; after that messages of different partitions come as they arrive.
 */
export async function tailTopics(options: TailOptions, signal: AbortSignal): Promise<void> {
  const kafka = kafkaClient(options);
  const positions: Positions = new Map();
  const ends: Positions = new Map();
  let topics = await listTopics(kafka, options);
  for (const topic of topics) {
    await note(kafka, positions, topic, options.since);
    if (options.since) await note(kafka, ends, topic, null);
  }
  const spans = [...ends].map(([place, end]): [string, Span] => [
    place,
    { from: BigInt(positions.get(place) ?? end), end: BigInt(end) },
  ]);
  const history = createHistory(new Map(spans), options.onMessage);
  let breaks = 0;
  while (!signal.aborted) {
    const startedAtMs = performance.now();
    try {
      await session(kafka, options, positions, topics, history, signal);
      const found = await listTopics(kafka, options);
      for (const topic of found.filter((name) => !topics.includes(name))) {
        await note(kafka, positions, topic, new Date(0));
      }
      topics = found;
    } catch (error) {
      breaks = performance.now() - startedAtMs > GOES_WELL_AFTER_MS ? 1 : breaks + 1;
      if (breaks > BREAKS_AT_MOST) throw error;
      options.logger.warn({ err: error, breaks }, 'reading the topics broke');
      await pause(1_000 * breaks, signal);
    }
  }
}

/** Reads until a topic appears or the tail ends; throws when reading broke. */
async function session(
  kafka: Kafka,
  options: TailOptions,
  positions: Positions,
  topics: string[],
  history: History,
  signal: AbortSignal,
) {
  const consumer = kafka.consumer({
    groupId: `genkan-tail-${randomUUID()}`,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    maxBytesPerPartition: FETCH_BYTES,
    // What crashed would begin again beside the session that follows it.
    retry: { restartOnFailure: async () => false },
  });
  const crashed = new AbortController();
  consumer.on(consumer.events.CRASH, ({ payload }) => crashed.abort(payload.error));
  const ended = AbortSignal.any([signal, crashed.signal]);
  try {
    await consumer.connect();
    if (topics.length > 0) await read(consumer, positions, topics, history, ended);
    while (!ended.aborted) {
      await pause(options.topicListIntervalMs ?? 10_000, ended);
      if (!ended.aborted && (await listTopics(kafka, options)).length > topics.length) return;
    }
  } finally {
    await consumer.disconnect();
  }
  crashed.signal.throwIfAborted();
}

/** Begins to read, and returns when the history is over. */
async function read(
  consumer: Consumer,
  positions: Positions,
  topics: string[],
  history: History,
  ended: AbortSignal,
): Promise<void> {
  let heardAtMs = performance.now();
  const fetchWhatIsHungry = () => {
    for (const place of positions.keys()) {
      const { topic, partition } = partitionOf(place);
      const partitions = [{ topic, partitions: [partition] }];
      if (history.isHungry(place)) consumer.resume(partitions);
      else consumer.pause(partitions);
    }
  };
  await consumer.subscribe({ topics, fromBeginning: false });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch, isStale }) => {
      // Fetched before the consumer knew where to begin.
      if (isStale()) return;
      const { topic, partition, messages } = batch;
      heardAtMs = performance.now();
      const isReading = !history.isOver();
      const [place, next] = [`${topic}/${partition}`, BigInt(batch.lastOffset()) + 1n];
      positions.set(place, String(next));
      const items = messages.map((message) => ({
        timeMs: timeOf(message),
        item: toBusMessage(topic, partition, message),
      }));
      history.add(place, items, next);
      if (isReading) fetchWhatIsHungry();
    },
  });
  for (const [place, offset] of positions) consumer.seek({ ...partitionOf(place), offset });
  fetchWhatIsHungry();
  while (!history.isOver() && !ended.aborted) {
    await pause(FETCH_WAIT_MS, ended);
    if (performance.now() - heardAtMs <= SILENCE_MS) continue;
    history.giveUp();
    fetchWhatIsHungry();
  }
}

const partitionOf = (place: string): { topic: string; partition: number } => {
  const [topic = '', partition] = place.split('/');
  return { topic, partition: Number(partition) };
};

/** When it happened, as far as it says so; else when it was sent. */
function timeOf({ headers, timestamp }: KafkaMessage): number {
  const happenedAtMs = Date.parse(String(headers?.ce_time));
  return Number.isNaN(happenedAtMs) ? Number(timestamp) : happenedAtMs;
}

/** Where to begin with a topic. A moment after the last message is its end. */
async function note(kafka: Kafka, positions: Positions, topic: string, since: Date | null): Promise<void> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const offsets = since
      ? await admin.fetchTopicOffsetsByTimestamp(topic, since.getTime())
      : await admin.fetchTopicOffsets(topic);
    for (const { partition, offset } of offsets) positions.set(`${topic}/${partition}`, offset);
  } finally {
    await admin.disconnect();
  }
}
