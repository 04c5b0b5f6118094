import { once } from 'node:events';
import { afterAll, describe, expect, it } from '@jest/globals';
import type {
  Bus,
  BusConsumer,
  BusMessage,
  ConsumeOptions,
  OnMessages,
  OutgoingMessage,
  Publisher,
} from '../../src/bus.js';
import { probe } from '../probe.js';

export interface BusFixture {
  readonly bus: Bus;
  readonly publisher: Publisher;
  /** A topic that nobody used before, with this beginning. */
  createTopic(prefix: string): Promise<string>;
  close(): Promise<void>;
}

/** What every bus promises. */
export function busConformance(name: string, open: () => Promise<BusFixture>): void {
  describe(`${name} as a bus`, () => {
    // Concurrent tests start before `beforeAll` has ended: the first one opens it.
    let opened: Promise<BusFixture> | undefined;
    const consumers: BusConsumer[] = [];
    const fixture = () => (opened ??= open());

    afterAll(async () => {
      const { publisher, close } = await fixture();
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      await publisher.close();
      await close();
    });

    const topicWith = async (messages: readonly OutgoingMessage[], prefix = fresh('topic')): Promise<string> => {
      const { createTopic, publisher } = await fixture();
      const topic = await createTopic(prefix);
      if (messages.length > 0) await publisher.publish(topic, messages);
      return topic;
    };
    const consume = async (options: Omit<ConsumeOptions, 'group'> & { group?: string }): Promise<BusConsumer> => {
      const { bus } = await fixture();
      const consumer = bus.consume({ group: fresh('group'), ...options });
      consumers.push(consumer);
      consumer.start();
      return consumer;
    };
    const collector = () => {
      const received: BusMessage[] = [];
      const onMessages: OnMessages = async (messages) => {
        received.push(...messages);
        return messages.length;
      };
      return { received, onMessages };
    };

    it.concurrent('gives a new group everything from the beginning, in order per key', async () => {
      const keys = ['a', 'b', 'c', 'd', 'e'];
      const topic = await topicWith(range(100).map((n) => message(keys[n % 5] ?? '', `${n}`)));
      const { received, onMessages } = collector();
      await consume({ topics: { names: [topic] }, onMessages });
      await probe(() => received.length === 100);
      for (const [index, key] of keys.entries()) {
        const ofKey = received.filter((m) => m.key?.toString() === key);
        expect(ofKey.map(textOf)).toEqual(range(20).map((n) => `${n * 5 + index}`));
        expect(new Set(ofKey.map((m) => m.partition)).size).toBe(1);
      }
      expect(new Set(received.map((m) => m.partition)).size).toBeGreaterThan(1);
      expect(received.every((m) => m.topic === topic && typeof m.offset === 'bigint')).toBe(true);
    });

    it.concurrent('keeps every byte of keys, headers and values', async () => {
      const text = '한글 {"n":9223372036854775807,"s":"\\u0000"} 😀';
      const topic = await topicWith([{ key: '키', headers: { name: text }, value: text }]);
      const { received, onMessages } = collector();
      await consume({ topics: { names: [topic] }, onMessages });
      await probe(() => received.length === 1);
      expect(received[0]?.key?.toString()).toBe('키');
      expect(received[0]?.headers.name).toBe(text);
      expect(received[0]?.value.toString()).toBe(text);
    });

    it.concurrent('delivers the first messages of a partition by themselves, at most as many at a time as asked for', async () => {
      const topic = await topicWith(range(200).map((n) => message(`k${n % 3}`, `${n}`)));
      const batches: (readonly BusMessage[])[] = [];
      await consume({
        topics: { names: [topic] },
        maxBatch: 30,
        onMessages: async (messages) => {
          batches.push(messages);
          return messages.length;
        },
      });
      await probe(() => batches.flat().length === 200);
      expect(Math.max(...batches.map((messages) => messages.length))).toBe(30);
      expect(batches.every((messages) => new Set(messages.map((m) => m.partition)).size === 1)).toBe(true);
    });

    it.concurrent('delivers again from the first message that was not done', async () => {
      const topic = await topicWith(['0', '1', '2'].map((value) => message('k', value)));
      const batches: string[] = [];
      await consume({
        topics: { names: [topic] },
        onMessages: async (messages) => {
          batches.push(messages.map(textOf).join(''));
          if (batches.length === 1) throw new Error('the handler fails');
          return [0, 1, 0, 2][batches.length - 1] ?? 0;
        },
      });
      await probe(() => batches.length === 4);
      expect(batches).toEqual(['012', '012', '12', '12']);
    });

    it.concurrent('tells the first batch of a partition from later ones', async () => {
      const topic = await topicWith(['0', '1', '2'].map((value) => message('k', value)));
      const batches: string[] = [];
      await consume({
        topics: { names: [topic] },
        maxBatch: 2,
        onMessages: async (messages, { isFirst }) => {
          batches.push(`${messages.map(textOf).join('')} ${isFirst}`);
          return 1;
        },
      });
      await probe(() => batches.length === 3);
      await (await fixture()).publisher.publish(topic, [message('k', '3')]);
      await probe(() => batches.length === 4);
      expect(batches).toEqual(['01 true', '1 true', '2 false', '3 false']);
    });

    it.concurrent('delivers to the next consumer what the last one had not done when it ended', async () => {
      const group = fresh('group');
      const topic = await topicWith(['0', '1', '2'].map((value) => message('k', value)));
      let isAtSecond = false;
      const interrupted = await consume({
        group,
        topics: { names: [topic] },
        onMessages: async ([first], { signal }) => {
          if (first && textOf(first) === '0') return 1;
          isAtSecond = true;
          await once(signal, 'abort');
          throw new Error('it ends before the offset is stored');
        },
      });
      await probe(() => isAtSecond);
      await interrupted.stop();
      const { received, onMessages } = collector();
      await consume({ group, topics: { names: [topic] }, onMessages });
      await probe(() => received.length >= 2);
      expect(received.map(textOf)).toEqual(['1', '2']);
    });

    it.concurrent('waits for the handler when it stops, and stores its offset', async () => {
      const group = fresh('group');
      const topic = await topicWith([message('k', '0')]);
      const steps: string[] = [];
      const handler = new EventTarget();
      const stopped = await consume({
        group,
        topics: { names: [topic] },
        onMessages: async () => {
          steps.push('begun');
          await once(handler, 'go on');
          steps.push('ended');
          return 1;
        },
      });
      await probe(() => steps.length === 1);
      const stop = stopped.stop().then(() => steps.push('stopped'));
      handler.dispatchEvent(new Event('go on'));
      await stop;
      expect(steps).toEqual(['begun', 'ended', 'stopped']);
      const { received, onMessages } = collector();
      await consume({ group, topics: { names: [topic] }, onMessages });
      await (await fixture()).publisher.publish(topic, [message('k', '1')]);
      await probe(() => received.length > 0);
      expect(received.map(textOf)).toEqual(['1']);
    });

    it.concurrent('shares the partitions among the consumers of a group, and lets one take over from another', async () => {
      const group = fresh('group');
      const topic = await topicWith([]);
      const { publisher } = await fixture();
      const one = collector();
      const two = collector();
      const consumerOne = await consume({ group, topics: { names: [topic] }, onMessages: one.onMessages });
      await consume({ group, topics: { names: [topic] }, onMessages: two.onMessages });
      let sent = 0;
      await probe(async () => {
        await publisher.publish(
          topic,
          range(24).map((n) => message(`k${n}`, `${sent + n}`)),
        );
        sent += 24;
        return one.received.length > 0 && two.received.length > 0;
      });
      await consumerOne.stop();
      const before = one.received.length;
      await publisher.publish(
        topic,
        range(24).map((n) => message(`k${n}`, `${sent + n}`)),
      );
      sent += 24;
      const distinct = () => new Set([...one.received, ...two.received].map(textOf)).size;
      await probe(() => distinct() === sent);
      expect(one.received).toHaveLength(before);
    });

    it.concurrent('begins to read a topic that appears while it runs', async () => {
      const prefix = fresh('prefix');
      const { received, onMessages } = collector();
      await consume({ topics: { prefix }, onMessages });
      await topicWith([message('k', '0')], `${prefix}-a`);
      await probe(() => received.length === 1);
      await topicWith([message('k', '1')], `${prefix}-b`);
      await probe(() => received.length === 2);
      expect(received.map(textOf)).toEqual(['0', '1']);
    });

    it.concurrent('delivers nothing while it is paused', async () => {
      const topic = await topicWith([message('k', '0')]);
      const { publisher } = await fixture();
      const { received, onMessages } = collector();
      const other = collector();
      const paused = await consume({ topics: { names: [topic] }, onMessages });
      await consume({ topics: { names: [topic] }, onMessages: other.onMessages });
      await probe(() => received.length === 1);
      await paused.pause();
      await publisher.publish(topic, [message('k', '1')]);
      await probe(() => other.received.length === 2);
      expect(received).toHaveLength(1);
      paused.resume();
      await probe(() => received.length === 2);
    });

    it.concurrent('knows how many messages of a topic a group has not finished', async () => {
      const topic = await topicWith(range(4).map((n) => message(`k${n}`, `${n}`)));
      const { bus, publisher } = await fixture();
      const group = fresh('group');
      expect(await bus.lag(group, topic)).toBe(4n);
      const consumer = await consume({ group, topics: { names: [topic] }, onMessages: collector().onMessages });
      await probe(async () => (await bus.lag(group, topic)) === 0n);
      await consumer.stop();
      await publisher.publish(topic, [message('k', '4')]);
      expect(await bus.lag(group, topic)).toBe(1n);
    });
  });
}

const message = (key: string, value: string): OutgoingMessage => ({ key, headers: { ce_id: value }, value });
const textOf = ({ value }: BusMessage) => value.toString();
const range = (length: number) => Array.from({ length }, (_, index) => index);
let count = 0;
const fresh = (what: string) => {
  count += 1;
  return `test-${what}-${process.pid}-${Date.now()}-${count}`;
};
