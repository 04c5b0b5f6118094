import type { Kafka } from 'kafkajs';

/** See `Bus.lag`. */
export async function kafkaLag(kafka: Kafka, group: string, topic: string): Promise<bigint> {
  const admin = kafka.admin({ retry: { retries: 1 } });
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
