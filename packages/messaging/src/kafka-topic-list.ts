import type { Kafka } from 'kafkajs';
import type { Topics } from './bus.js';

/** Those of the wanted topics that exist. On a connection of its own: it is asked seldom, and outlives nothing. */
export async function listTopics(kafka: Kafka, wanted: Topics): Promise<string[]> {
  const admin = kafka.admin({ retry: { retries: 1 } });
  try {
    await admin.connect();
    const all = await admin.listTopics();
    return all.filter((name) => ('prefix' in wanted ? name.startsWith(wanted.prefix) : wanted.names.includes(name)));
  } finally {
    await admin.disconnect();
  }
}
