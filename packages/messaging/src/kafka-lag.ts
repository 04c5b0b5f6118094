import { type KafkaSettings, kafkaClient } from './kafka-client.js';

/**
 * How many messages of a topic a group has not finished. A partition that the group never finished anything of counts
 * whole. Throws when the brokers cannot be asked.
 */
export async function groupLag(settings: KafkaSettings, group: string, topic: string): Promise<bigint> {
  const admin = kafkaClient(settings).admin({ retry: { retries: 1 } });
  try {
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(topic);
    const [done] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    return ends.reduce((lag, { partition, high, low }) => {
      const offset = done?.partitions.find((entry) => entry.partition === partition)?.offset ?? '-1';
      const next = BigInt(offset) < 0n ? BigInt(low) : BigInt(offset);
      return lag + (BigInt(high) - next);
    }, 0n);
  } finally {
    await admin.disconnect();
  }
}
