import { randomUUID } from 'node:crypto';
import { pause } from '@genkan/persistence/pause';
import type { Consumer, Kafka } from 'kafkajs';
import type { BusMessage } from './bus.js';
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

/** Offset of the next message by `topic/partition`, kept over sessions because nothing is committed. */
type Positions = Map<string, string>;

/**
 * Reads topics along with everybody else, in a group of its own, and commits nothing: nobody notices but the brokers. Runs
 * until `signal` aborts; throws when the brokers cannot be reached. Messages of different partitions come as they come.
 */
export async function tailTopics(options: TailOptions, signal: AbortSignal): Promise<void> {
  const kafka = kafkaClient(options);
  const positions: Positions = new Map();
  let known: string[] = [];
  while (!signal.aborted) {
    const topics = await listTopics(kafka, options);
    const isFirst = known.length === 0;
    for (const topic of topics.filter((name) => !known.includes(name))) {
      await note(kafka, positions, topic, isFirst ? options.since : new Date(0));
    }
    known = topics;
    await session(kafka, options, positions, topics, signal);
  }
}

/** Reads until a topic appears or the tail ends. */
async function session(
  kafka: Kafka,
  options: TailOptions,
  positions: Positions,
  topics: string[],
  signal: AbortSignal,
) {
  const consumer = kafka.consumer({
    groupId: `genkan-tail-${randomUUID()}`,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: FETCH_WAIT_MS,
  });
  const crashed = new AbortController();
  consumer.on(consumer.events.CRASH, ({ payload }) => crashed.abort(payload.error));
  const ended = AbortSignal.any([signal, crashed.signal]);
  try {
    await consumer.connect();
    if (topics.length > 0) await read(consumer, options, positions, topics);
    while (!ended.aborted) {
      await pause(options.topicListIntervalMs ?? 10_000, ended);
      if (!ended.aborted && (await listTopics(kafka, options)).length > topics.length) return;
    }
  } finally {
    await consumer.disconnect();
  }
  crashed.signal.throwIfAborted();
}

async function read(consumer: Consumer, options: TailOptions, positions: Positions, topics: string[]): Promise<void> {
  await consumer.subscribe({ topics, fromBeginning: false });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, partition, message }) => {
      positions.set(`${topic}/${partition}`, String(BigInt(message.offset) + 1n));
      options.onMessage(toBusMessage(topic, partition, message));
    },
  });
  for (const [place, offset] of positions) {
    const [topic = '', partition] = place.split('/');
    consumer.seek({ topic, partition: Number(partition), offset });
  }
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
