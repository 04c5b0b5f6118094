import { randomUUID } from 'node:crypto';
import { createKafka } from '@genkan/kafka-client/create-kafka';
import { createTopics } from '@genkan/local/kafka-topics';
import { createBatchConsumer, type HandleBatch } from '@genkan/messaging/batch-consumer';
import type { BusMessage } from '@genkan/messaging/bus';
import { createKafkaBus } from '@genkan/messaging/kafka-bus';
import { createLogger } from '@genkan/observability/logger';
import { createMetrics } from '@genkan/observability/metrics';
import { probe } from '@genkan/testing/probe';
import { createTestDatabase, type TestDatabase } from '@genkan/testing/test-database';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createIngest } from '../../src/ingest/ingest.js';
import { createIngestMetrics } from '../../src/ingest/ingest-metrics.js';
import { mysqlStoreRecords } from '../../src/ingest/ingest-repository.js';
import { entities, migrations } from '../../src/schema.js';
import { message } from './messages.js';

const MiB = 1024 * 1024;
const logger = createLogger({ service: 'audit', level: 'silent' });
let database: TestDatabase;
let handle: HandleBatch;
beforeAll(async () => {
  database = await createTestDatabase({ entities, migrations });
  handle = createIngest({
    store: mysqlStoreRecords(database.dataSource),
    clock: { now: () => new Date('2026-11-23T10:00:00.000Z') },
    logger,
    metrics: createIngestMetrics(createMetrics({ service: 'audit', process: false })),
  });
});
afterAll(() => database.drop());

const idOf = ({ topic, partition, offset }: BusMessage) => `${topic}/${partition}/${offset}`;
const storedOf = async (id: string): Promise<Record<string, unknown> | undefined> =>
  (await database.dataSource.query('SELECT * FROM records WHERE event_id = ?', [id]))[0];

/** A name as Kafka allows it, with audit's prefix. */
const topic = fc
  .stringMatching(/^[a-zA-Z0-9._-]{1,242}$/)
  .map((rest) => `genkan.${rest}`)
  .filter((name) => name.length <= 249);
const bytes = fc.uint8Array({ maxLength: 2_000 }).map((array) => Buffer.from(array));
const repeated = fc.tuple(bytes, fc.integer({ min: 1, max: 4_000 })).map(([part, times]) => {
  return Buffer.concat(
    Array.from({ length: Math.min(times, Math.ceil((5 * MiB) / Math.max(1, part.length))) }, () => part),
  );
});
const anything: fc.Arbitrary<BusMessage> = fc.record({
  topic,
  partition: fc.nat(2 ** 31 - 1),
  offset: fc.bigInt(0n, 2n ** 63n - 1n),
  key: fc.option(bytes),
  headers: fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.oneof(bytes, repeated).map(String), {
    maxKeys: 30,
  }),
  value: fc.oneof(bytes, repeated),
});
/** An event of ours in which anything may be anything. */
const almostOurs = anything.map((odd) => {
  const good = message();
  return { ...odd, headers: { ...good.headers, ...odd.headers }, value: odd.value.length % 2 ? odd.value : good.value };
});

const odd = (more: Partial<BusMessage>): BusMessage => ({ ...message(), topic: 'genkan.odd.v1', ...more });
const nul = (length: number) => '\0'.repeat(length);
const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`h${index}`, '"']));
const examples: BusMessage[] = [
  odd({ topic: `genkan.${'x'.repeat(242)}`, partition: 2 ** 31 - 1, offset: 2n ** 63n - 1n }),
  odd({ value: Buffer.alloc(20 * MiB) }),
  odd({ headers: { huge: nul(3 * MiB), '': nul(0), ['__proto__']: '\ufffd', constructor: nul(1) } }),
  odd({ headers: many, value: Buffer.alloc(4 * MiB) }),
  odd({ headers: { a: nul(256 * 1024 - 1) }, value: Buffer.alloc(4 * MiB, 0x27) }),
];

it('whatever Kafka delivers is kept as it is: every message fits into its row', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(anything, almostOurs), async (sent) => {
      await handle([sent], { asIs: true });
      const row = await storedOf(idOf(sent));
      expect(row).toMatchObject({ source: sent.topic, is_raw: 1, scope: 'platform' });
      const value = row?.value as Buffer;
      expect(value.equals(sent.value.subarray(0, 4 * MiB))).toBe(true);
      const headers = JSON.parse(String(row?.headers));
      if (headers['genkan-cut-from'] === undefined) {
        expect(Object.entries(headers).sort()).toEqual(Object.entries(sent.headers).sort());
        expect(value.length).toBe(sent.value.length);
      }
    }),
    { numRuns: 60, examples: examples.map((example): [BusMessage] => [example]) },
  );
}, 120_000);

it('what is larger than any event is kept without being looked into, and tells how large it was', async () => {
  const sent = message();
  await handle([{ ...sent, value: Buffer.concat([sent.value, Buffer.alloc(6 * MiB, ' ')]) }], { asIs: false });
  const row = await storedOf(idOf(sent));
  expect(row?.is_raw).toBe(1);
  const from = JSON.parse(JSON.parse(String(row?.headers))['genkan-cut-from']);
  expect(from).toMatchObject({ valueBytes: sent.value.length + 6 * MiB, headers: Object.keys(sent.headers).length });
});

it('a delivery is stored however large it is as a whole', async () => {
  const batch = Array.from({ length: 40 }, () => ({ ...message(), value: Buffer.alloc(MiB, 0xff) }));
  await handle(batch, { asIs: false });
  for (const sent of batch) expect(await storedOf(idOf(sent))).toMatchObject({ is_raw: 1 });
}, 60_000);

it('a topic of the longest name and the oddest messages stops no other topic, on Kafka', async () => {
  const brokers = process.env.KAFKA_BROKERS ?? '';
  const prefix = `test-${randomUUID()}.`;
  const [oddOne, other] = [`${prefix}${'x'.repeat(249 - prefix.length)}`, `${prefix}other`];
  await createTopics(brokers, [oddOne, other]);
  const kafka = createKafka({ brokers: brokers.split(',') });
  const producer = kafka.producer();
  await producer.connect();
  const headers = { twice: ['a', Buffer.from([0xff, 0x00])], '': '' };
  const send = (name: string, ...values: (Buffer | null)[]) =>
    producer.send({ topic: name, messages: values.map((value) => ({ key: null, value, headers })) });
  const consumer = createBatchConsumer({
    bus: createKafkaBus({ brokers: brokers.split(','), clientId: 'test', logger, sessionTimeoutMs: 6_000 }),
    ...{ group: `audit-${randomUUID()}`, topics: { prefix }, dataSource: database.dataSource },
    ...{ handleBatch: handle, logger },
  });
  const storedOfTopic = async (name: string) =>
    (await database.dataSource.query('SELECT 1 FROM records WHERE source = ?', [name])).length;
  try {
    await send(oddOne, null, Buffer.alloc(0), Buffer.alloc(900_000, 0xff));
    consumer.start();
    // The first group of a new broker: its coordinator may refuse it for a while, and each time it waits longer.
    await probe(async () => (await storedOfTopic(oddOne)) === 3, { timeoutMs: 90_000 });
    await send(other, Buffer.from('a'));
    await send(oddOne, null);
    await send(other, Buffer.from('b'));
    await probe(async () => (await storedOfTopic(other)) === 2 && (await storedOfTopic(oddOne)) === 4, {
      timeoutMs: 40_000,
    });
  } finally {
    await consumer.stop();
    await producer.disconnect();
    const admin = kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [oddOne, other] });
    await admin.disconnect();
  }
}, 150_000);
