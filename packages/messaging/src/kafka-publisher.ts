import type { Kafka, Producer } from 'kafkajs';
import type { Publisher } from './bus.js';

/**
 * A plain producer: all replicas acknowledge, one batch in flight, no retries of its own (the outbox is the retry). After an
 * error it begins anew with another connection, because the client may not notice that the old one is dead.
 */
export function createKafkaPublisher(kafka: Kafka): Publisher {
  let connected: Promise<Producer> | undefined;

  async function connect(): Promise<Producer> {
    const producer = kafka.producer({ maxInFlightRequests: 1, retry: { retries: 0 }, allowAutoTopicCreation: false });
    await producer.connect();
    return producer;
  }

  async function disconnect(): Promise<void> {
    const old = connected;
    connected = undefined;
    const producer = await old?.catch(() => undefined);
    await producer?.disconnect().catch(() => {});
  }

  return {
    async publish(topic, messages) {
      connected ??= connect();
      try {
        const producer = await connected;
        await producer.send({ topic, acks: -1, messages: messages.map((message) => ({ ...message })) });
      } catch (error) {
        void disconnect();
        throw error;
      }
    },
    close: disconnect,
  };
}
