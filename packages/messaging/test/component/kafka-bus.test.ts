import { randomUUID } from 'node:crypto';
import { createTopics } from '@genkan/local/kafka-topics';
import { describe, expect, it } from '@jest/globals';
import type { BusMessage } from '../../src/bus.js';
import { createKafkaBus } from '../../src/kafka-bus.js';
import { deleteTopics } from '../delete-topics.js';
import { silent } from '../example.js';
import { probe } from '../probe.js';
import { busConformance } from './bus-conformance.js';

const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');

busConformance('Kafka', async () => {
  const topics: string[] = [];
  const bus = createKafkaBus({
    brokers,
    clientId: 'test',
    logger: silent,
    sessionTimeoutMs: 1_500,
    topicListIntervalMs: 250,
  });
  return {
    bus,
    publisher: bus.publisher(),
    async createTopic(topic) {
      topics.push(topic);
      await createTopics(brokers.join(), [topic]);
      return topic;
    },
    close: () => deleteTopics(brokers, topics),
  };
});

describe('A consumer of Kafka', () => {
  const KEYS = Array.from({ length: 24 }, (_, key) => `k${key}`);

  /** Everything that it got, a list for each delivery; it sends one message of each key a round. */
  async function following(
    work: (scene: {
      readonly deliveries: (readonly BusMessage[])[];
      readonly round: (value: string) => Promise<void>;
      readonly lag: () => Promise<bigint>;
      readonly stop: () => Promise<void>;
    }) => Promise<void>,
  ): Promise<void> {
    const [topic, group] = [`together-${randomUUID()}`, `group-${randomUUID()}`];
    await createTopics(brokers.join(), [topic]);
    const bus = createKafkaBus({ brokers, clientId: 'test', logger: silent, sessionTimeoutMs: 1_500 });
    const publisher = bus.publisher();
    const deliveries: (readonly BusMessage[])[] = [];
    const consumer = bus.consume({
      group,
      topics: { names: [topic] },
      onMessages: async (messages) => deliveries.push(messages) && messages.length,
    });
    consumer.start();
    try {
      await work({
        deliveries,
        round: (value) =>
          publisher.publish(
            topic,
            KEYS.map((key) => ({ key, headers: {}, value })),
          ),
        lag: () => bus.lag(group, topic),
        stop: () => consumer.stop(),
      });
    } finally {
      await consumer.stop();
      await publisher.close();
      await deleteTopics(brokers, [topic]);
    }
  }

  const partitions = (messages: readonly BusMessage[]) => new Set(messages.map(({ partition }) => partition)).size;

  it('gets the first messages of each partition by themselves, and later ones of all partitions together, in order per key', () =>
    following(async ({ deliveries, round }) => {
      await round('0');
      await probe(() => deliveries.flat().length === KEYS.length);
      expect(deliveries.map(partitions)).toEqual(deliveries.map(() => 1));
      const first = deliveries.length;
      for (let n = 1; n <= 20; n += 1) await round(`${n}`);
      await probe(() => deliveries.flat().length === 21 * KEYS.length);
      expect(Math.max(...deliveries.slice(first).map(partitions))).toBeGreaterThan(1);
      for (const key of KEYS) {
        const values = deliveries
          .flat()
          .filter((message) => String(message.key) === key)
          .map(({ value }) => String(value));
        expect(values).toEqual(Array.from({ length: 21 }, (_, n) => `${n}`));
      }
    }));

  it('has stored the offsets of what is done soon after, while nothing more comes', () =>
    following(async ({ deliveries, round, lag }) => {
      await round('0');
      await round('1');
      await probe(() => deliveries.flat().length === 2 * KEYS.length);
      await probe(async () => (await lag()) === 0n);
    }));

  it('has stored the offsets of what is done when it has stopped', () =>
    following(async ({ deliveries, round, lag, stop }) => {
      await round('0');
      await probe(() => deliveries.flat().length === KEYS.length);
      await round('1');
      await probe(() => deliveries.flat().length === 2 * KEYS.length);
      await stop();
      expect(await lag()).toBe(0n);
    }));
});
