import { randomUUID } from 'node:crypto';
import { createTopics } from '@genkan/local/kafka-topics';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBatchConsumer, type HandleBatch } from '../../src/batch-consumer.js';
import type { Bus, BusMessage } from '../../src/bus.js';
import { createInMemoryBus } from '../../src/in-memory-bus.js';
import { createKafkaBus } from '../../src/kafka-bus.js';
import { TransientFailure } from '../../src/transient-failure.js';
import { deleteTopics } from '../delete-topics.js';
import { silent } from '../example.js';
import { probe } from '../probe.js';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

let database: ScratchDatabase;

beforeAll(async () => {
  database = await scratchDatabase();
});
afterAll(() => database.drop());

const consume = (bus: Bus, prefix: string, handleBatch: HandleBatch) => {
  const consumer = createBatchConsumer({
    ...{ bus, group: `audit-${randomUUID()}`, topics: { prefix }, dataSource: database.dataSource },
    ...{ handleBatch, logger: silent },
  });
  consumer.start();
  return consumer;
};
const message = (value: string) => ({ key: 'k', headers: {}, value });
const textOf = ({ value }: BusMessage) => value.toString();

describe('a batch consumer', () => {
  it('hands over at most 500 messages at a time', async () => {
    const bus = createInMemoryBus({ logger: silent });
    const values = Array.from({ length: 1_200 }, (_, index) => String(index));
    await bus.publisher().publish('genkan.x', values.map(message));
    const batches: string[][] = [];
    const consumer = consume(bus, 'genkan.', async (messages) => {
      batches.push(messages.map(textOf));
    });
    await probe(() => batches.flat().length === 1_200);
    expect(batches.map((batch) => batch.length)).toEqual([500, 500, 200]);
    expect(batches.flat()).toEqual(values);
    await consumer.stop();
  });

  it('tries again what fails for a time', async () => {
    const bus = createInMemoryBus({ logger: silent });
    await bus.publisher().publish('genkan.x', ['0', '1'].map(message));
    const tries: string[] = [];
    const consumer = consume(bus, 'genkan.', async (messages) => {
      tries.push(messages.map(textOf).join());
      if (tries.length < 3) throw new TransientFailure('not yet');
    });
    await probe(() => tries.length === 3);
    expect(tries).toEqual(['0,1', '0,1', '0,1']);
    await consumer.stop();
  });

  it('takes a batch that cannot be handled one by one, and hands over as it is what cannot be handled at all', async () => {
    const bus = createInMemoryBus({ logger: silent });
    await bus.publisher().publish('genkan.x', ['0', 'bad', '2'].map(message));
    const stored: [string, boolean][] = [];
    const consumer = consume(bus, 'genkan.', async (messages, { asIs }) => {
      if (!asIs && messages.some((m) => textOf(m) === 'bad')) throw new TypeError('it cannot be read');
      stored.push(...messages.map((m): [string, boolean] => [textOf(m), asIs]));
    });
    await probe(() => stored.length === 3);
    expect(stored).toEqual([
      ['0', false],
      ['bad', true],
      ['2', false],
    ]);
    await consumer.stop();
  });

  it('never drops a message: what it was delivered with waits until it can be stored', async () => {
    const bus = createInMemoryBus({ logger: silent });
    await bus.publisher().publish('genkan.x', ['0', '1'].map(message));
    let isBroken = true;
    let tries = 0;
    const stored: string[] = [];
    const consumer = consume(bus, 'genkan.', async (messages) => {
      tries += 1;
      if (isBroken) throw new TypeError('nothing can be stored');
      stored.push(...messages.map(textOf));
    });
    await probe(() => tries > 8);
    isBroken = false;
    await probe(() => stored.length === 2);
    expect(stored).toEqual(['0', '1']);
    await consumer.stop();
  });

  it('begins to read a topic that appears while it runs, from its beginning, on Kafka', async () => {
    const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
    const prefix = `test-${randomUUID()}.`;
    const topics = [`${prefix}one`, `${prefix}two`];
    const bus = createKafkaBus({ brokers, clientId: 'test', logger: silent, topicListIntervalMs: 250 });
    const publisher = bus.publisher();
    const stored: string[] = [];
    const consumer = consume(bus, prefix, async (messages) => {
      stored.push(...messages.map(textOf));
    });
    for (const [index, topic] of topics.entries()) {
      await createTopics(brokers.join(), [topic]);
      await publisher.publish(topic, [message(`${index} a`), message(`${index} b`)]);
      await probe(() => stored.length === 2 * index + 2);
    }
    await publisher.publish(topics[0] ?? '', [message('0 c')]);
    await probe(() => stored.length === 5);
    expect(stored).toEqual(['0 a', '0 b', '1 a', '1 b', '0 c']);
    await consumer.stop();
    await publisher.close();
    await deleteTopics(brokers, topics);
  });
});
