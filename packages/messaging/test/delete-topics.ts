import { kafkaClient } from '../src/kafka-client.js';
import { silent } from './example.js';

/** Leaves the broker as it was. */
export async function deleteTopics(brokers: readonly string[], topics: readonly string[]): Promise<void> {
  const admin = kafkaClient({ brokers, clientId: 'test', logger: silent }).admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [...topics] });
  await admin.disconnect();
}
