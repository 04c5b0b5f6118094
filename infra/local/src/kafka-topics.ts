import { type Admin, createKafka, type ITopicConfig } from '@genkan/kafka-client/create-kafka';
import { Problem } from '../boot/problem.mjs';
import { waitUntil } from './wait.js';

const partitions = 12;
const retentionMs = 7 * 24 * 3_600_000;

/** Creates the topics that do not exist yet. The number of partitions never changes: keys would move. */
export async function createTopics(
  kafkaBrokers: string,
  topics: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const admin = createKafka({ brokers: kafkaBrokers.split(','), connectionTimeout: 5_000 }).admin();
  try {
    await admin.connect();
    const existing = await admin.listTopics();
    const { brokers } = await admin.describeCluster();
    await admin.createTopics({
      // Its own way of waiting gives up too early on a busy machine.
      waitForLeaders: false,
      timeout: 30_000,
      topics: topics.filter((topic) => !existing.includes(topic)).map((topic) => newTopic(topic, brokers.length)),
    });
    const what = `the topics to have leaders at ${kafkaBrokers}`;
    await waitUntil(() => areLed(admin, topics), { what, timeoutMs: 30_000, signal });
  } catch (error) {
    throw error instanceof Problem
      ? error
      : new Problem(
          `The topics could not be created at ${kafkaBrokers}: see below.`,
          error instanceof Error ? error.message : String(error),
        );
  } finally {
    await admin.disconnect();
  }
}

/** What is acknowledged is on two brokers at least, where there are three: one of them may be lost, and one away. */
export function newTopic(topic: string, brokers: number): ITopicConfig {
  return {
    topic,
    numPartitions: partitions,
    replicationFactor: Math.min(3, brokers),
    configEntries: [
      { name: 'retention.ms', value: String(retentionMs) },
      { name: 'min.insync.replicas', value: brokers < 3 ? '1' : '2' },
      // The broker unpacks whatever is sent: a batch in a form that a consumer's client cannot unpack would stop that consumer.
      { name: 'compression.type', value: 'uncompressed' },
    ],
  };
}

/** Asks each partition's leader for its offsets: a broker is named as leader a moment before it knows that it is. */
async function areLed(admin: Admin, topics: readonly string[]): Promise<boolean> {
  try {
    for (const topic of topics) await admin.fetchTopicOffsets(topic);
    return true;
  } catch {
    return false;
  }
}
