import { randomInt, randomUUID } from 'node:crypto';
import type { BusMessage } from '@genkan/messaging/bus';
import { createLogger } from '@genkan/observability/logger';
import { createMetrics } from '@genkan/observability/metrics';
import { createTestDatabase, type TestDatabase } from '@genkan/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createIngest } from '../../src/ingest/ingest.js';
import { createIngestMetrics } from '../../src/ingest/ingest-metrics.js';
import { mysqlStoreRecords } from '../../src/ingest/ingest-repository.js';
import { entities, migrations } from '../../src/schema.js';
import { mysqlRecordRepository } from '../../src/search/record-repository.js';
import { message, registration, resumption } from './messages.js';

const clock = { now: () => new Date('2026-11-23T10:00:00.000Z') };
const newAccount = () => String(randomInt(100_000_000_000, 999_999_999_999));
const all = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2027-01-01T00:00:00Z') };

let database: TestDatabase;
/** What was logged, line by line. */
const logged: Record<string, unknown>[] = [];
const logger = createLogger({ service: 'audit', destination: { write: (line) => void logged.push(JSON.parse(line)) } });
const metrics = createMetrics({ service: 'audit', process: false });
let store: (messages: readonly BusMessage[], asIs?: boolean) => Promise<void>;

beforeAll(async () => {
  database = await createTestDatabase({ entities, migrations });
  const handle = createIngest({
    store: mysqlStoreRecords(database.dataSource),
    clock,
    logger,
    metrics: createIngestMetrics(metrics),
  });
  store = (messages, asIs = false) => handle(messages, { asIs });
});
afterAll(() => database.drop());

const rowsOf = (scope: string): Promise<Record<string, unknown>[]> =>
  database.dataSource.query('SELECT * FROM records WHERE scope = ? ORDER BY scope_seq', [scope]);

describe('a batch', () => {
  it('is stored once, however often it is delivered', async () => {
    const scope = newAccount();
    const batch = [message({ scope, sequence: 1 }), message({ scope, sequence: 2 })];
    await store(batch);
    await store(batch);
    await store([...batch, ...batch]);
    expect((await rowsOf(scope)).map((row) => row.scope_seq)).toEqual(['1', '2']);
  });

  it('is stored once when two instances get it at the same time', async () => {
    const scope = newAccount();
    const batch = Array.from({ length: 50 }, (_, index) => message({ scope, sequence: index + 1 }));
    await Promise.all([store(batch), store(batch), store([...batch].reverse())]);
    const rows = await rowsOf(scope);
    expect(rows.map((row) => row.scope_seq)).toEqual(batch.map((_, index) => String(index + 1)));
  });

  it('numbers scopes without a gap when batches of many scopes cross', async () => {
    const scopes = Array.from({ length: 8 }, newAccount);
    const batches = Array.from({ length: 12 }, () =>
      Array.from({ length: 40 }, (_, index) => message({ scope: scopes[(index * 7) % 8] ?? '' })),
    );
    await Promise.all(batches.map((batch) => store(batch)));
    for (const scope of scopes) {
      const rows = await rowsOf(scope);
      expect(rows.map((row) => row.scope_seq)).toEqual(rows.map((_, index) => String(index + 1)));
    }
  });

  it('keeps the bytes of the value as received', async () => {
    const scope = newAccount();
    const sent = message({ scope, facts: { big: 1 } });
    const odd = {
      ...sent,
      value: Buffer.from(sent.value.toString().replace('"big":1', '"big":  9223372036854775807')),
    };
    await store([odd]);
    const [row] = await rowsOf(scope);
    expect(Buffer.compare(row?.value as Buffer, odd.value)).toBe(0);
  });

  it('keeps personal fields in a column of their own', async () => {
    const scope = newAccount();
    await store([message({ scope })]);
    const [row] = await rowsOf(scope);
    expect(JSON.parse(String(row?.personal))).toMatchObject({ sourceIp: '203.0.113.7', userAgent: 'Mozilla/5.0' });
  });
});

describe('what cannot be read', () => {
  const rawRow = async (sent: BusMessage) => {
    const id = `${sent.topic}/${sent.partition}/${sent.offset}`;
    const [row] = await database.dataSource.query('SELECT * FROM records WHERE event_id = ?', [id]);
    return row as Record<string, unknown>;
  };

  it.each([
    ['is no JSON', (m: BusMessage) => ({ ...m, value: Buffer.from('{') })],
    ['is empty', (m: BusMessage) => ({ ...m, value: Buffer.alloc(0) })],
    ['is null', (m: BusMessage) => ({ ...m, value: Buffer.from('null') })],
    ['has no activity', (m: BusMessage) => ({ ...m, value: Buffer.from('{}') })],
    ['has no headers', (m: BusMessage) => ({ ...m, headers: {} })],
    ['has a sequence that is none', (m: BusMessage) => ({ ...m, headers: { ...m.headers, ce_sequence: 'x' } })],
    ['speaks for the service of another topic', (m: BusMessage) => ({ ...m, topic: 'genkan.weird.v1' })],
    ['has invalid UTF-8', (m: BusMessage) => ({ ...m, value: Buffer.from([0xff, 0xfe, 0x00]) })],
  ])('because it %s is kept raw, flagged, in the scope of the platform', async (_, spoil) => {
    const sent = spoil(message());
    await store([sent, message({ scope: newAccount() })]);
    expect(await rawRow(sent)).toMatchObject({ scope: 'platform', visibility: 'operator', is_raw: 1 });
    expect(Buffer.compare((await rawRow(sent)).value as Buffer, sent.value)).toBe(0);
  });

  it('is told in one line without its content, and counted once', async () => {
    const before = await metrics.text();
    const sent = { ...message(), topic: 'genkan.odd.v1', partition: 7, offset: 4711n, value: Buffer.from('canary') };
    await store([sent, message({ scope: newAccount() })]);
    await store([sent]);
    const lines = logged.filter((line) => line.topic === sent.topic);
    expect(lines).toMatchObject([{ level: 'warn', topic: sent.topic, partition: '7', offset: '4711' }]);
    expect(JSON.stringify(logged)).not.toContain('canary');
    const grown = (name: string, text: string) =>
      Number(new RegExp(`^${name}\\{.*\\} (.*)$`, 'm').exec(text)?.[1] ?? 0);
    const after = await metrics.text();
    const growth = (name: string) => grown(name, after) - grown(name, before);
    expect([growth('genkan_audit_records_total'), growth('genkan_audit_unreadable_total')]).toEqual([2, 1]);
    expect(grown('genkan_audit_last_stored_timestamp_seconds', after)).toBe(clock.now().getTime() / 1_000);
  });

  it('because it is forged takes over no draft, and no place of a record that is true', async () => {
    const [draft, account, thief] = [randomUUID(), newAccount(), newAccount()];
    const mine = registration(draft, account);
    const id = String(mine.headers.ce_id);
    const forged = { ...registration(draft, thief, { id, sequence: 9_999 }), topic: 'genkan.weird.v1' };
    await store([message({ scope: draft }), forged, mine]);
    const records = mysqlRecordRepository(database.dataSource);
    expect(await records.search(thief, all, null, 10)).toEqual([]);
    expect((await records.search(account, all, null, 10)).map(({ scope }) => scope).sort()).toEqual(
      [account, draft].sort(),
    );
    const numbered = await database.dataSource.query('SELECT 1 FROM records WHERE sequence = 9999');
    expect(numbered).toEqual([]);
  });

  it('because it must not be looked into is kept as it is', async () => {
    const sent = message();
    await store([sent], true);
    expect(await rawRow(sent)).toMatchObject({ is_raw: 1, action: 'Unreadable' });
  });
});

describe('a draft', () => {
  it('is found by the account that it became, also when its steps arrive later than the registration', async () => {
    const [draft, account] = [randomUUID(), newAccount()];
    await store([message({ scope: draft, time: '2026-11-23T09:00:00.000Z' })]);
    await store([registration(draft, account, { time: '2026-11-23T09:10:00.000Z' })]);
    await store([message({ scope: draft, time: '2026-11-23T09:05:00.000Z' })]);
    const records = mysqlRecordRepository(database.dataSource);
    const found = await records.search(account, all, null, 10);
    expect(found.map((record) => record.scope)).toEqual([account, draft, draft]);
    expect(await records.search(newAccount(), all, null, 10)).toEqual([]);
  });

  it('that ended for an earlier one is found too', async () => {
    const [first, second, account] = [randomUUID(), randomUUID(), newAccount()];
    await store([message({ scope: second })]);
    await store([registration(first, account), resumption(first, second)]);
    const found = await mysqlRecordRepository(database.dataSource).search(account, all, null, 10);
    expect(found.map((record) => record.scope).sort()).toEqual([account, first, second].sort());
  });

  it('that was adopted stays with its account, and that another asked for it is told loudly', async () => {
    const [draft, account, other] = [randomUUID(), newAccount(), newAccount()];
    await store([message({ scope: draft }), registration(draft, account)]);
    await store([registration(draft, other), registration(draft, account)]);
    const records = mysqlRecordRepository(database.dataSource);
    expect((await records.search(account, all, null, 10)).some(({ scope }) => scope === draft)).toBe(true);
    expect((await records.search(other, all, null, 10)).map(({ scope }) => scope)).toEqual([other]);
    const told = logged.filter((line) => line.scope === draft);
    expect(told).toMatchObject([{ level: 'error', scope: draft, by: other, adoptedBy: account }]);
  });

  it('that two accounts of one batch ask for belongs to the first', async () => {
    const [draft, account, other] = [randomUUID(), newAccount(), newAccount()];
    await store([registration(draft, account), registration(draft, other), message({ scope: draft })]);
    const records = mysqlRecordRepository(database.dataSource);
    expect(await records.search(account, all, null, 10)).toHaveLength(2);
    expect(await records.search(other, all, null, 10)).toHaveLength(1);
  });

  it('of nobody yet can be adopted before any of its steps arrived', async () => {
    const [draft, account] = [randomUUID(), newAccount()];
    await store([registration(draft, account)]);
    await store([message({ scope: draft })]);
    expect(await mysqlRecordRepository(database.dataSource).search(account, all, null, 10)).toHaveLength(2);
  });
});
