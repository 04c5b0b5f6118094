import { setTimeout } from 'node:timers/promises';
import type { Logger } from '@genkan/observability/logger';
import type { Admin, ITopicConfig } from 'kafkajs';
import { type KafkaSettings, kafkaClient } from './kafka-client.js';

const PARTITIONS = 12;
const RETENTION_MS = 7 * 24 * 3_600_000;
const LEADERS_WITHIN_MS = 10_000;
const LOOK_AGAIN_AFTER_MS = 50;

export interface TopicSettings extends Pick<KafkaSettings, 'brokers'> {
  readonly topics: readonly string[];
  /** 3 outside development; of three copies two must acknowledge. */
  readonly replication?: number;
  readonly logger: Logger;
}

/**
 * Creates the topics that are missing, 12 partitions (never changed, because keys would move) and 7 days, and returns when
 * each can be written to.
 */
export async function ensureTopics({ brokers, topics, replication = 1, logger }: TopicSettings): Promise<void> {
  const admin = kafkaClient({ brokers, clientId: 'topics', logger }).admin();
  try {
    await admin.connect();
    const existing = await admin.listTopics();
    const missing = topics.filter((topic) => !existing.includes(topic));
    if (missing.length > 0) {
      await admin.createTopics({ waitForLeaders: false, topics: missing.map((topic) => asked(topic, replication)) });
    }
    await untilLed(admin, topics);
  } finally {
    await admin.disconnect();
  }
}

const asked = (topic: string, replication: number): ITopicConfig => ({
  topic,
  numPartitions: PARTITIONS,
  replicationFactor: replication,
  configEntries: [
    { name: 'retention.ms', value: String(RETENTION_MS) },
    { name: 'min.insync.replicas', value: String(Math.max(1, replication - 1)) },
  ],
});

/** Asks each partition's leader for its offsets: a broker is named as leader a moment before it knows that it is. */
async function untilLed(admin: Admin, topics: readonly string[]): Promise<void> {
  const deadline = performance.now() + LEADERS_WITHIN_MS;
  for (const topic of topics) {
    while (!(await admin.fetchTopicOffsets(topic).catch(() => undefined))) {
      if (performance.now() > deadline) throw new Error(`The topic ${topic} cannot be written to`);
      await setTimeout(LOOK_AGAIN_AFTER_MS);
    }
  }
}
