import { randomUUID } from 'node:crypto';
import { createTopics } from '@genkan/local/kafka-topics';
import { afterAll, expect, it } from '@jest/globals';
import { createKafkaBus } from '../../src/kafka-bus.js';
import { tailTopics } from '../../src/kafka-tail.js';
import { deleteTopics } from '../delete-topics.js';
import { silent } from '../example.js';
import { withKafka } from '../private-servers.js';
import { probe } from '../probe.js';

const kafka = { brokers: (process.env.KAFKA_BROKERS ?? '').split(','), clientId: 'test', logger: silent };
const bus = createKafkaBus({ ...kafka, sessionTimeoutMs: 1_500 });
const publisher = bus.publisher();
const topics: string[] = [];

afterAll(async () => {
  await publisher.close();
  await deleteTopics(kafka.brokers, topics);
});

const createTopic = async (name: string) => {
  topics.push(name);
  await createTopics(kafka.brokers.join(), [name]);
  return name;
};
const send = (topic: string, ...values: string[]) =>
  publisher.publish(
    topic,
    values.map((value) => ({ key: value, headers: {}, value })),
  );

/** Follows the topics with this beginning until `stop`. */
function tail(prefix: string, since: Date | null, brokers = kafka.brokers) {
  const seen: string[] = [];
  const warnings: unknown[] = [];
  const logger = { ...silent, warn: (...line: unknown[]) => void warnings.push(...line) };
  const ended = new AbortController();
  const onMessage = ({ value }: { value: Buffer }) => void seen.push(value.toString());
  const running = tailTopics(
    { ...kafka, brokers, logger, prefix, since, onMessage, topicListIntervalMs: 250 },
    ended.signal,
  );
  // The test that stops it hears of its failure.
  running.catch(() => {});
  return {
    seen,
    hasBroken: () => warnings.includes('reading the topics broke'),
    stop() {
      ended.abort();
      return running;
    },
  };
}

it('tails topics from a moment on, with those that appear later from their beginning', async () => {
  const prefix = `test-${randomUUID()}.`;
  const topic = await createTopic(`${prefix}a`);
  await send(topic, 'old');
  const { seen, stop } = tail(prefix, new Date(0));
  await probe(() => seen.length === 1);
  const later = await createTopic(`${prefix}b`);
  await send(later, 'of a new topic');
  await send(topic, 'new');
  await probe(() => seen.length === 3);
  expect(seen.toSorted()).toEqual(['new', 'of a new topic', 'old']);
  await stop();
});

it('shows what was there in order of time, of all partitions and topics, and then what comes', async () => {
  const prefix = `test-${randomUUID()}.`;
  const [one, two] = [await createTopic(`${prefix}a`), await createTopic(`${prefix}b`)];
  const at = (minute: number, topic: string) => ({ topic, minute, value: String(minute).padStart(4, '0') });
  const history = Array.from({ length: 300 }, (_, minute) => at(minute, minute % 3 ? one : two));
  for (const topic of [two, one]) {
    const messages = history
      .filter((entry) => entry.topic === topic)
      .map(({ minute, value }) => ({
        key: `k${minute % 20}`,
        headers: { ce_time: new Date(Date.UTC(2026, 10, 23, 0, minute)).toISOString() },
        // A fetch brings a few of these of a partition.
        value: value.padEnd(60_000, '.'),
      }));
    for (let sent = 0; sent < messages.length; sent += 15) {
      await publisher.publish(topic, messages.slice(sent, sent + 15));
    }
  }
  const { seen, stop } = tail(prefix, new Date(0));
  await probe(() => seen.length === 300, 30_000);
  expect(seen.map((value) => value.slice(0, 4))).toEqual(history.map(({ value }) => value));
  await send(one, 'live');
  await send(two, 'live too');
  await probe(() => seen.length === 302);
  await stop();
});

it('tails topics from their end', async () => {
  const prefix = `test-${randomUUID()}.`;
  const topic = await createTopic(`${prefix}a`);
  await send(topic, 'old', 'old too');
  const { seen, stop } = tail(prefix, null);
  let sent = 0;
  await probe(async () => {
    sent += 1;
    await send(topic, `new ${sent}`);
    return seen.length > 0;
  });
  expect(seen.every((value) => value.startsWith('new'))).toBe(true);
  await stop();
});

it(
  'goes on where it was when reading broke because the broker was away',
  () =>
    withKafka(async (broker) => {
      const brokers = [broker.brokers];
      const publisher = createKafkaBus({ ...kafka, brokers }).publisher();
      const say = (value: string) => publisher.publish('test.a', [{ key: 'k', headers: {}, value }]);
      await createTopics(broker.brokers, ['test.a']);
      await say('before');
      const { seen, hasBroken, stop } = tail('test.', new Date(0), brokers);
      try {
        await probe(() => seen.length === 1, 30_000);
        await broker.kill('SIGKILL');
        await probe(hasBroken, 60_000);
        await broker.restart();
        await probe(() =>
          say('after').then(
            () => true,
            () => false,
          ),
        );
        await probe(() => seen.includes('after'), 60_000);
        expect(seen.slice(0, 2)).toEqual(['before', 'after']);
      } finally {
        await stop();
        await publisher.close();
      }
    }),
  180_000,
);
