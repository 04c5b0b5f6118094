import type { Ctx } from '@genkan/call/ctx';
import type { Transact } from '@genkan/call/transaction';
import { systemClock } from '@genkan/config/clock';
import { systemIds } from '@genkan/config/ids';
import { topicOf } from '@genkan/contracts/event';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BusConsumer, OutgoingMessage } from '../../src/bus.js';
import { createConsumer } from '../../src/consumer.js';
import { createInMemoryBus } from '../../src/in-memory-bus.js';
import { createOutboxWriter } from '../../src/outbox-writer.js';
import { type HandleEvent, on, type Subscription } from '../../src/subscription.js';
import { createTransact } from '../../src/transact.js';
import { TransientFailure } from '../../src/transient-failure.js';
import { callCtx, silent, thing, thingChanged } from '../example.js';
import { probe } from '../probe.js';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

const topic = topicOf('identity');
const outbox = createOutboxWriter({ service: 'identity', ids: systemIds });
let database: ScratchDatabase;
let transact: Transact;
const consumers: BusConsumer[] = [];
let count = 0;

beforeAll(async () => {
  database = await scratchDatabase();
  const own = createOutboxWriter({ service: 'audit', ids: systemIds });
  transact = createTransact({ dataSource: database.dataSource, outbox: own });
});
afterEach(async () => {
  await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
});
afterAll(() => database.drop());

/** A bus and a group of its own; `handle` gets `thingChanged`. */
function setUp(handle: HandleEvent<typeof thingChanged>, ...others: Subscription[]) {
  const bus = createInMemoryBus({ logger: silent });
  count += 1;
  const group = `audit.${count}`;
  const start = () => {
    const consumer = createConsumer({
      ...{ bus, group, service: 'audit', dataSource: database.dataSource, transact },
      ...{ subscriptions: [on(thingChanged, handle), ...others], clock: systemClock(), ids: systemIds, logger: silent },
    });
    consumers.push(consumer);
    consumer.start();
    return consumer;
  };
  return {
    group,
    start,
    send: (...messages: OutgoingMessage[]) => bus.publisher().publish(topic, messages),
    sendTo: (other: string, ...messages: OutgoingMessage[]) => bus.publisher().publish(other, messages),
    /** What was handled and committed: a handler that has run is not yet committed. */
    inbox: () => database.rows('SELECT source, event_id FROM inbox WHERE consumer = ?', [group]),
    deadLetters: () => database.rows('SELECT * FROM dead_letters WHERE consumer = ?', [group]),
    attempts: () => database.rows('SELECT attempts FROM consumer_attempts WHERE consumer = ?', [group]),
    outgoing: async () => {
      const rows = await database.rows('SELECT headers, payload FROM outbox WHERE payload LIKE ?', [`%"${group}"%`]);
      return rows.map((row) => ({ headers: JSON.parse(String(row.headers)), data: JSON.parse(String(row.payload)) }));
    },
  };
}

/** `thingChanged` as the relay would send it. */
function event(number: number, ctx = callCtx()): OutgoingMessage & { id: string } {
  const row = outbox.row(ctx, thingChanged, thing(number));
  const headers = { ...JSON.parse(row.headers), ce_sequence: String(number).padStart(20, '0') };
  return { id: row.eventId, key: row.partitionKey, headers, value: row.payload };
}

describe('a consumer', () => {
  it('hands over validated events and continues their correlation, cause, request and trace as the system', async () => {
    const handled: [number, Ctx][] = [];
    const { send, start } = setUp(async (_tx, { data, envelope }, ctx) => {
      expect(envelope.id).toBe(sent.id);
      handled.push([data.number, ctx]);
    });
    const call = callCtx();
    const sent = event(7, call);
    await send(sent);
    start();
    await probe(() => handled.length === 1);
    expect(handled[0]).toMatchObject([
      7,
      {
        ...{ actor: { type: 'system' }, source: 'SYSTEM', sourceIp: '', userAgent: '', accountNo: null },
        ...{ correlationId: call.correlationId, causationId: sent.id, requestId: call.requestId },
      },
    ]);
    const traceparent = handled[0]?.[1].traceparent ?? '';
    expect(traceparent.split('-')[1]).toBe(call.traceparent.split('-')[1]);
    expect(traceparent).not.toBe(call.traceparent);
  });

  it('handles a message once, however often and in whatever order it is delivered', async () => {
    const handled: number[] = [];
    const { send, start, inbox } = setUp(async (_tx, { data }) => {
      handled.push(data.number);
    });
    const [one, two, three] = [event(1), event(2), event(3)];
    await send(one, two, one, three, two, one);
    start();
    await probe(() => handled.length === 3);
    await send(three, event(4));
    await probe(() => handled.length === 4);
    expect(handled).toEqual([1, 2, 3, 4]);
    await probe(async () => (await inbox()).length === 4);
  });

  it('stores its own events in the transaction of the handler', async () => {
    const { send, start, group, outgoing } = setUp(async (tx, { data }) => {
      tx.emit({ ...thingChanged, service: 'audit' }, thing(data.number, 'platform', group));
    });
    const sent = event(1);
    await send(sent);
    start();
    await probe(async () => (await outgoing()).length === 1);
    const [own] = await outgoing();
    expect(own?.headers).toMatchObject({ ce_source: '/services/audit', ce_causationid: sent.id });
  });

  it('skips types that nobody asked for', async () => {
    const handled: number[] = [];
    const { send, start, inbox } = setUp(async (_tx, { data }) => {
      handled.push(data.number);
    });
    const other = event(1);
    await send({ ...other, headers: { ...other.headers, ce_type: 'genkan.identity.other.v1' } }, event(2));
    start();
    await probe(() => handled.length === 1);
    expect(handled).toEqual([2]);
    await probe(async () => (await inbox()).length === 1);
  });

  it('tries again what fails for a time, and leaves nothing of the failed tries', async () => {
    const tries: number[] = [];
    const { send, start, group, outgoing, deadLetters } = setUp(async (tx, { data }) => {
      tries.push(data.number);
      tx.emit({ ...thingChanged, service: 'audit' }, thing(data.number, 'platform', group));
      if (tries.length === 1) throw new TransientFailure('not yet');
      if (tries.length === 2) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    });
    await send(event(1), event(2));
    start();
    await probe(() => tries.length === 4);
    expect(tries).toEqual([1, 1, 1, 2]);
    await probe(async () => (await outgoing()).length === 2);
    expect(await deadLetters()).toEqual([]);
  });

  it('waits for a table whose migration is late, and puts nothing aside', async () => {
    let tries = 0;
    const { send, start, deadLetters } = setUp(async (tx, { data }) => {
      tries += 1;
      await tx.manager.query('INSERT INTO late_table (number) VALUES (?)', [data.number]);
    });
    await send(event(1), event(2));
    start();
    await probe(() => tries > 2);
    await database.rows('CREATE TABLE late_table (number INT NOT NULL)');
    await probe(async () => (await database.rows('SELECT number FROM late_table')).length === 2);
    expect(await deadLetters()).toEqual([]);
  });

  it('puts aside what fails for good, tells it by ids only, and goes on', async () => {
    const handled: number[] = [];
    const { send, start, deadLetters, outgoing, inbox, group } = setUp(async (_tx, { data }) => {
      if (data.number === 1) throw new TypeError('canary: the handler is wrong');
      handled.push(data.number);
    });
    const failing = event(1);
    await send(failing, event(2), failing);
    start();
    await probe(() => handled.length === 1);
    const [letter, ...others] = await deadLetters();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ reason: 'failed', topic, event_source: '/services/identity', event_id: failing.id });
    expect(String(letter?.payload)).toBe(failing.value);
    expect(JSON.parse(String(letter?.headers))).toEqual(failing.headers);
    expect(String(letter?.error)).toContain('canary');
    await probe(async () => (await inbox()).length === 2);
    const [told] = await outgoing();
    expect(told?.headers).toMatchObject({
      ce_type: 'genkan.audit.dead-letter.recorded.v1',
      ce_causationid: failing.id,
    });
    expect(told?.data).toMatchObject({
      consumer: group,
      reason: 'failed',
      eventId: failing.id,
      offset: letter?.message_offset,
    });
    expect(JSON.stringify(told)).not.toContain('canary');
  });

  it.each([
    ['that is no JSON', (good: OutgoingMessage) => ({ ...good, value: '{' })],
    ['that breaks its contract', (good: OutgoingMessage) => ({ ...good, value: '{"number":"1"}' })],
    ['that is empty', (good: OutgoingMessage) => ({ ...good, value: '' })],
    ['without an id', ({ headers: { ce_id: _, ...headers }, ...good }: OutgoingMessage) => ({ ...good, headers })],
    [
      'with an endless id',
      (good: OutgoingMessage) => ({ ...good, headers: { ...good.headers, ce_id: 'x'.repeat(200) } }),
    ],
    [
      'with a strange id',
      (good: OutgoingMessage) => ({ ...good, value: '', headers: { ...good.headers, ce_id: '키 \u0000' } }),
    ],
  ])('puts a message aside %s', async (_, spoil) => {
    const handled: number[] = [];
    const { send, start, deadLetters } = setUp(async (_tx, { data }) => {
      handled.push(data.number);
    });
    await send(spoil(event(1)), event(2));
    start();
    await probe(() => handled.length === 1);
    expect(handled).toEqual([2]);
    expect(await deadLetters()).toMatchObject([{ reason: 'invalid', message_offset: '0' }]);
  });

  it('puts aside what a service says in the name of another, and still handles the event that it copied', async () => {
    const handled: number[] = [];
    const ofVerification = on(
      { ...thingChanged, service: 'verification', type: 'genkan.verification.x.v1' },
      async () => {},
    );
    const { send, sendTo, start, deadLetters } = setUp(async (_tx, { data }) => {
      handled.push(data.number);
    }, ofVerification);
    const [mine, other] = [event(1), event(2)];
    const forged = { ...mine, value: event(666).value };
    await sendTo(topicOf('verification'), forged, {
      ...other,
      headers: { ...other.headers, ce_source: '/services/verification' },
    });
    start();
    await probe(async () => (await deadLetters()).length === 2);
    await send(mine, other);
    await probe(() => handled.length === 2);
    expect(handled.toSorted()).toEqual([1, 2]);
    const places = ['genkan.verification.v1', 'genkan.verification.v1'];
    const letters = await deadLetters();
    expect(letters.map((letter) => letter.event_source)).toEqual(places);
    expect(letters.map((letter) => letter.reason)).toEqual(['invalid', 'invalid']);
  });

  it('keeps a message that was interrupted, without counting it as a death', async () => {
    let isFailing = true;
    const handled: number[] = [];
    const { send, start, attempts } = setUp(async (_tx, { data }) => {
      if (isFailing) throw new TransientFailure('not yet');
      handled.push(data.number);
    });
    await send(event(1));
    for (let stops = 0; stops < 5; stops += 1) {
      const consumer = start();
      await probe(async () => (await attempts())[0]?.attempts === 1);
      await consumer.stop();
      expect(await attempts()).toEqual([{ attempts: 0 }]);
    }
    isFailing = false;
    start();
    await probe(() => handled.length === 1);
  });
});
