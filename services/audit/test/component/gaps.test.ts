import { randomUUID } from 'node:crypto';
import { systemCtx } from '@genkan/call/system-ctx';
import { systemIds } from '@genkan/config/ids';
import { sourceOf } from '@genkan/contracts/event';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { createTransact } from '@genkan/messaging/transact';
import { createLogger } from '@genkan/observability/logger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDetectGaps } from '../../src/integrity/detect-gaps.js';
import { mysqlGapRepository } from '../../src/integrity/gap-repository.js';
import { message } from './messages.js';
import { type Audit, startAudit } from './start-audit.js';

let audit: Audit;
beforeAll(async () => {
  audit = await startAudit();
});
afterAll(() => audit.stop());

/** Looks for gaps as the scheduler does, with so many messages left to read. */
async function look(lag: bigint | ((source: string) => bigint) = 0n): Promise<void> {
  const outbox = createOutboxWriter({ service: 'audit', ids: systemIds });
  const transact = createTransact({ dataSource: audit.dataSource, outbox });
  const find = createDetectGaps({
    gaps: mysqlGapRepository(audit.dataSource),
    transact,
    lagOf: async (source) => (typeof lag === 'bigint' ? lag : lag(source)),
    logger: createLogger({ service: 'audit', level: 'silent' }),
  });
  await find(systemCtx({ clock: audit.clock, ids: systemIds }));
}

const reportsOf = async (service: string) => {
  const rows: { payload: string }[] = await audit.dataSource.query('SELECT payload FROM outbox ORDER BY position');
  return rows.map((row) => JSON.parse(row.payload)).filter((data) => data.source === sourceOf(service));
};

const store = (service: string, ...sequences: (number | bigint)[]) =>
  audit.store(sequences.map((sequence) => message({ service, sequence })));

/** Looks, and again after more than a minute. */
async function lookUntilReported(): Promise<void> {
  await look();
  audit.clock.advance(61_000);
  await look();
}

const rangesOf = async (service: string) =>
  (await reportsOf(service)).map(({ fromSequence, toSequence }) => [BigInt(fromSequence), BigInt(toSequence)]);

const notedOf = async (service: string): Promise<string[]> => {
  const rows: { from_sequence: string; to_sequence: string }[] = await audit.dataSource.query(
    'SELECT * FROM gaps WHERE source = ? ORDER BY from_sequence',
    [sourceOf(service)],
  );
  return rows.map((row) => `${row.from_sequence}-${row.to_sequence}`);
};

describe('a gap in the numbers of a source', () => {
  it('is reported once, when it has lasted for a minute and nothing is left to read', async () => {
    const service = randomUUID();
    await store(service, 1, 2, 5);
    await look();
    audit.clock.advance(59_000);
    await look();
    expect(await reportsOf(service)).toEqual([]);
    audit.clock.advance(1_000);
    await look(3n);
    expect(await reportsOf(service)).toEqual([]);
    await look();
    await look();
    const reports = await reportsOf(service);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({
      fromSequence: '00000000000000000003',
      toSequence: '00000000000000000004',
      activity: { action: 'DetectGap', result: 'FAIL', visibility: 'operator', source: 'SYSTEM' },
    });
  });

  it('is reported once also when two instances look at the same time', async () => {
    const service = randomUUID();
    await store(service, 2);
    await look();
    audit.clock.advance(61_000);
    await Promise.all([look(), look(), look()]);
    expect(await reportsOf(service)).toHaveLength(1);
  });

  it('is forgotten when the missing record arrives in time', async () => {
    const service = randomUUID();
    await store(service, 1, 3);
    await look();
    await store(service, 2);
    audit.clock.advance(61_000);
    await look();
    expect(await reportsOf(service)).toEqual([]);
  });

  it('that was reported does not hide a later one', async () => {
    const service = randomUUID();
    await store(service, 1, 3);
    await look();
    audit.clock.advance(61_000);
    await look();
    await store(service, 4, 7);
    await look();
    audit.clock.advance(61_000);
    await look();
    expect((await reportsOf(service)).map((report) => Number(report.fromSequence))).toEqual([2, 5]);
  });

  it('that was reported hides no later loss inside of it', async () => {
    const service = randomUUID();
    await store(service, 1, 9_999);
    await lookUntilReported();
    await store(service, 2, 3, 5, 6);
    await lookUntilReported();
    await store(service, 9, 10_001);
    await lookUntilReported();
    expect(await rangesOf(service)).toEqual([
      [2n, 9_998n],
      [4n, 4n],
      [7n, 8n],
      [10_000n, 10_000n],
    ]);
    expect(await notedOf(service)).toEqual(['4-4', '7-8', '10-9998', '10000-10000']);
  });

  it('that was reported is forgotten when it is filled late, as far as it is', async () => {
    const service = randomUUID();
    await store(service, 1, 5, 7);
    await lookUntilReported();
    await store(service, 3, 6, 2);
    await lookUntilReported();
    expect(await notedOf(service)).toEqual(['4-4']);
    expect(await rangesOf(service)).toHaveLength(2);
  });

  it('is found below the highest number that there can be, told twice', async () => {
    const service = randomUUID();
    const highest = 2n ** 64n - 1n;
    await store(service, 1, highest, highest);
    await lookUntilReported();
    await store(service, 2, 4, 2n ** 53n, 2n ** 53n + 2n);
    await lookUntilReported();
    expect(await rangesOf(service)).toEqual([
      [2n, highest - 1n],
      [3n, 3n],
      [5n, 2n ** 53n - 1n],
      [2n ** 53n + 1n, 2n ** 53n + 1n],
    ]);
  });

  it('is none of thousands that close in time', async () => {
    const service = randomUUID();
    const odd = Array.from({ length: 1_200 }, (_, index) => 2 * index + 1);
    await store(service, ...odd);
    await look();
    await look();
    expect((await notedOf(service)).length).toBeLessThan(500);
    await store(service, ...odd.map((number) => number + 1));
    for (let looks = 0; looks < 3; looks += 1) await look();
    expect(await notedOf(service)).toEqual([]);
    const [mark] = await audit.dataSource.query('SELECT checked_to FROM source_marks WHERE source = ?', [
      sourceOf(service),
    ]);
    expect(mark).toEqual({ checked_to: '2400' });
  });

  it('is reported though nobody can tell how much of another source is left to read', async () => {
    const services = [randomUUID(), randomUUID(), randomUUID()].sort();
    for (const service of services) await store(service, 1, 3);
    await look();
    audit.clock.advance(61_000);
    const lag = (source: string) => {
      if (source === sourceOf(services[0] ?? '')) throw new Error('its topic is gone');
      return 0n;
    };
    await expect(look(lag)).rejects.toThrow('1 of');
    const reports = await Promise.all(services.map(reportsOf));
    expect(reports.map(({ length }) => length)).toEqual([0, 1, 1]);
  });

  it('is none while numbers arrive in whatever order', async () => {
    const service = randomUUID();
    const numbers = Array.from({ length: 60 }, (_, index) => index + 1);
    await Promise.all([
      store(service, ...numbers.slice(40)),
      store(service, ...numbers.slice(0, 10)),
      store(service, ...numbers.slice(20, 40)),
    ]);
    await look();
    await store(service, ...numbers.slice(5, 25));
    await look();
    audit.clock.advance(61_000);
    await look();
    expect(await reportsOf(service)).toEqual([]);
    const [mark] = await audit.dataSource.query('SELECT checked_to FROM source_marks WHERE source = ?', [
      sourceOf(service),
    ]);
    expect(mark).toEqual({ checked_to: '60' });
  });
});
