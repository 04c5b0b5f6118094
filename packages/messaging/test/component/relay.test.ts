import type { Transact } from '@genkan/call/transaction';
import { systemIds } from '@genkan/config/ids';
import { createNamedLock } from '@genkan/persistence/named-lock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OutgoingMessage, Publisher } from '../../src/bus.js';
import { UNNUMBERED, WAITING } from '../../src/outbox-store.js';
import { createOutboxWriter } from '../../src/outbox-writer.js';
import { createRelay, type Relay } from '../../src/relay.js';
import { removeExpired } from '../../src/retention.js';
import { createTransact } from '../../src/transact.js';
import { callCtx, silent, thing, thingChanged } from '../example.js';
import { probe } from '../probe.js';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

let database: ScratchDatabase;
let transact: Transact;
let batches: (readonly OutgoingMessage[])[];
let failures: number;
const outbox = createOutboxWriter({ service: 'identity', ids: systemIds });
const relays: Relay[] = [];

/** Fails as often as told, like a broker that is away. */
const publisher: Publisher = {
  async publish(_topic, messages) {
    if (failures > 0) {
      failures -= 1;
      throw new Error('the broker is away');
    }
    batches.push(messages);
  },
  async close() {},
};

beforeAll(async () => {
  database = await scratchDatabase();
  transact = createTransact({ dataSource: database.dataSource, outbox });
});
beforeEach(() => {
  batches = [];
  failures = 0;
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
});
afterAll(() => database.drop());

const startRelay = (pollMs?: number) => {
  const lock = createNamedLock({ url: database.url, name: `${database.schema}:relay` });
  const relay = createRelay({
    ...{ dataSource: database.dataSource, lock, publisher, topic: 'topic', logger: silent },
    ...(pollMs ? { pollMs } : {}),
  });
  relays.push(relay);
  relay.start();
  return relay;
};
const emit = (...numbers: number[]) =>
  transact(callCtx(), async (tx) => numbers.map((number) => tx.emit(thingChanged, thing(number))));
const sent = () => batches.flat();
const numbers = () => sent().map((message) => JSON.parse(message.value).number);
const sequences = () => sent().map((message) => Number(message.headers.ce_sequence));
const waiting = async () => (await database.rows('SELECT 1 FROM outbox WHERE published_at IS NULL')).length;

describe('the relay', () => {
  it('sends what is committed, numbered without a gap, and marks it', async () => {
    await emit(1, 2, 3);
    const relay = startRelay();
    await probe(() => sent().length === 3);
    await emit(4);
    relay.wake();
    await probe(() => sent().length === 4);
    expect(numbers()).toEqual([1, 2, 3, 4]);
    expect(sequences()).toEqual([1, 2, 3, 4]);
    expect(sent()[0]?.headers.ce_sequence).toBe('00000000000000000001');
    await probe(async () => (await waiting()) === 0);
    expect(await relay.lag()).toEqual({ rows: 0, oldestAgeMs: 0 });
  });

  it('finds events that nobody woke it for', async () => {
    startRelay(50);
    await emit(1);
    await probe(() => sent().length === 1);
  });

  it('sends the same again, in the same order, until the broker takes it', async () => {
    failures = 2;
    await emit(1, 2);
    const relay = startRelay();
    await probe(async () => failures < 2 && (await relay.lag()).rows === 2);
    await emit(3);
    await probe(() => sent().length === 3);
    expect(numbers()).toEqual([1, 2, 3]);
  });

  it('numbers no transaction that was rolled back, and none before it is committed', async () => {
    startRelay(10);
    let commitSlow: () => void = () => {};
    const slow = transact(callCtx(), async (tx) => {
      await outbox.insert(tx.manager, [outbox.row(callCtx(), thingChanged, thing(1))]);
      await new Promise<void>((resolve) => {
        commitSlow = resolve;
      });
    });
    const rolledBack = transact(callCtx(), async (tx) => {
      await outbox.insert(tx.manager, [outbox.row(callCtx(), thingChanged, thing(2))]);
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await emit(3);
    await probe(() => sent().length === 1);
    commitSlow();
    await slow;
    await probe(() => sent().length === 2);
    expect(numbers()).toEqual([3, 1]);
    const [three, one] = sequences();
    expect(one).toBe(Number(three) + 1);
  });

  it('sends many and large events in batches that a broker takes', async () => {
    const text = 'x'.repeat(200_000);
    await transact(callCtx(), async (tx) => {
      for (let n = 0; n < 12; n += 1) tx.emit(thingChanged, thing(n, 'one-key', text));
    });
    for (let n = 0; n < 3; n += 1) await emit(...Array.from({ length: 150 }, (_, index) => index));
    startRelay();
    await probe(() => sent().length === 462);
    const bytes = batches.map((batch) => batch.reduce((sum, message) => sum + message.value.length, 0));
    expect(Math.max(...bytes)).toBeLessThan(768 * 1024);
    expect(Math.max(...batches.map((batch) => batch.length))).toBe(200);
    const [first = 0] = sequences();
    expect(sequences()).toEqual(sequences().map((_, index) => first + index));
  });

  it('works alone: of two the second takes over when the first stops', async () => {
    const first = startRelay(20);
    const second = startRelay(20);
    await emit(1, 2);
    await probe(() => sent().length === 2).catch(async (e) => {
      console.log(
        sent().length,
        sequences(),
        await database.rows('SELECT position, sequence, published_at FROM outbox WHERE published_at IS NULL'),
      );
      throw e;
    });
    await first.stop();
    await emit(3);
    await probe(() => sent().length === 3);
    expect(numbers()).toEqual([1, 2, 3]);
    await second.stop();
  });

  it.each([UNNUMBERED, WAITING])('reads an index in its order: %s', async (sql) => {
    await emit(1);
    const [plan] = await database.rows(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, [200]);
    expect(plan).toMatchObject({ key: 'outbox_published_at' });
    expect(String(plan?.Extra)).not.toContain('filesort');
  });

  it('forgets what is past its time', async () => {
    await emit(1);
    startRelay();
    await probe(async () => (await waiting()) === 0);
    await database.rows('UPDATE outbox SET published_at = NOW(3) - INTERVAL 25 HOUR ORDER BY position LIMIT 1');
    const kept = (await database.rows('SELECT 1 FROM outbox')).length - 1;
    for (const [id, days] of Object.entries({ old: 8.1, young: 7.9 })) {
      await database.rows(
        `INSERT INTO inbox VALUES ('c', 's', '${id}', NOW(3) - INTERVAL ${Math.round(days * 24)} HOUR)`,
      );
    }
    await removeExpired(database.dataSource);
    expect(await database.rows('SELECT 1 FROM outbox')).toHaveLength(kept);
    expect(await database.rows('SELECT event_id FROM inbox')).toEqual([{ event_id: 'young' }]);
  });
});
