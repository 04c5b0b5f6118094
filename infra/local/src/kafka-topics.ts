import { Kafka, logLevel } from 'kafkajs';
import { Problem } from '../boot/problem.mjs';

const partitions = 12;
const retentionMs = 7 * 24 * 3_600_000;

/** Creates the topics that do not exist yet. The number of partitions never changes: keys would move. */
export async function createTopics(kafkaBrokers: string, topics: readonly string[]): Promise<void> {
  const client = new Kafka({ brokers: kafkaBrokers.split(','), logLevel: logLevel.NOTHING, connectionTimeout: 5_000 });
  const admin = client.admin();
  try {
    await admin.connect();
    const existing = await admin.listTopics();
    const { brokers } = await admin.describeCluster();
    await admin.createTopics({
      waitForLeaders: true,
      timeout: 30_000,
      topics: topics
        .filter((topic) => !existing.includes(topic))
        .map((topic) => ({
          topic,
          numPartitions: partitions,
          replicationFactor: Math.min(3, brokers.length),
          configEntries: [{ name: 'retention.ms', value: String(retentionMs) }],
        })),
    });
  } catch (error) {
    throw new Problem(
      `The brokers at ${kafkaBrokers} refused to create the topics: see below.`,
      error instanceof Error ? error.message : String(error),
    );
  } finally {
    await admin.disconnect();
  }
}
