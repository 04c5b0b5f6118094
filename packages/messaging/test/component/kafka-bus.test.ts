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

  /** Runs `work` with a consumer, the batches that it got, and a producer that sends one message of each key a round. */
  async function following(
    work: (following: {
      readonly batches: (readonly BusMessage[])[];
      readonly round: (value: string) => Promise<void>;
      readonly lag: () => Promise<bigint>;
      readonly stop: () => Promise<void>;
    }) => Promise<void>,
  ): Promise<void> {
    const [topic, group] = [`together-${randomUUID()}`, `group-${randomUUID()}`];
    await createTopics(brokers.join(), [topic]);
    const bus = createKafkaBus({ brokers, clientId: 'test', logger: silent, sessionTimeoutMs: 1_500 });
    const publisher = bus.publisher();
    const batches: (readonly BusMessage[])[] = [];
    const consumer = bus.consume({
      group,
      topics: { names: [topic] },
      onMessages: async (messages) => batches.push(messages) && messages.length,
    });
    consumer.start();
    try {
      await work({
        batches,
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
    following(async ({ batches, round }) => {
      await round('0');
      await probe(() => batches.flat().length === KEYS.length);
      expect(batches.map(partitions)).toEqual(batches.map(() => 1));
      const first = batches.length;
      for (let n = 1; n <= 20; n += 1) await round(`${n}`);
      await probe(() => batches.flat().length === 21 * KEYS.length);
      expect(Math.max(...batches.slice(first).map(partitions))).toBeGreaterThan(1);
      for (const key of KEYS) {
        const values = batches
          .flat()
          .filter((message) => String(message.key) === key)
          .map(({ value }) => String(value));
        expect(values).toEqual(Array.from({ length: 21 }, (_, n) => `${n}`));
      }
    }));

  it('has stored the offsets of what is done soon after, while nothing more comes', () =>
    following(async ({ batches, round, lag }) => {
      await round('0');
      await round('1');
      await probe(() => batches.flat().length === 2 * KEYS.length);
      await probe(async () => (await lag()) === 0n);
    }));

  it('has stored the offsets of what is done when it has stopped', () =>
    following(async ({ batches, round, lag, stop }) => {
      await round('0');
      await probe(() => batches.flat().length === KEYS.length);
      await round('1');
      await probe(() => batches.flat().length === 2 * KEYS.length);
      await stop();
      expect(await lag()).toBe(0n);
    }));
});
