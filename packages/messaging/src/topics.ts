import type { Logger } from '@genkan/observability/logger';
import { type KafkaSettings, kafkaClient } from './kafka-client.js';

const PARTITIONS = 12;
const RETENTION_MS = 7 * 24 * 3_600_000;

export interface TopicSettings extends Pick<KafkaSettings, 'brokers'> {
  readonly topics: readonly string[];
  /** 3 outside development; of three copies two must acknowledge. */
  readonly replication?: number;
  readonly logger: Logger;
}

/** Creates the topics that are missing: 12 partitions, which never change because keys would move, and 7 days. */
export async function ensureTopics({ brokers, topics, replication = 1, logger }: TopicSettings): Promise<void> {
  const admin = kafkaClient({ brokers, clientId: 'topics', logger }).admin();
  try {
    await admin.connect();
    const existing = await admin.listTopics();
    await admin.createTopics({
      waitForLeaders: true,
      topics: topics
        .filter((topic) => !existing.includes(topic))
        .map((topic) => ({
          topic,
          numPartitions: PARTITIONS,
          replicationFactor: replication,
          configEntries: [
            { name: 'retention.ms', value: String(RETENTION_MS) },
            { name: 'min.insync.replicas', value: String(Math.max(1, replication - 1)) },
          ],
        })),
    });
  } finally {
    await admin.disconnect();
  }
}
