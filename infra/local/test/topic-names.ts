import { createKafka } from '@genkan/kafka-client/create-kafka';

/** The topics of a broker, its own internal ones apart. */
export async function topicNames(brokers: string): Promise<string[]> {
  const admin = createKafka({ brokers: [brokers] }).admin();
  await admin.connect();
  try {
    const names = await admin.listTopics();
    return names.filter((name) => !name.startsWith('__')).sort();
  } finally {
    await admin.disconnect();
  }
}
