import { randomUUID } from 'node:crypto';
import { systemIds } from '@genkan/config/ids';
import { sourceOf } from '@genkan/contracts/event';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { systemCtx } from '@genkan/messaging/system-ctx';
import { createTransact } from '@genkan/messaging/transact';
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
async function look(lag = 0n): Promise<void> {
  const outbox = createOutboxWriter({ service: 'audit', ids: systemIds });
  const transact = createTransact({ dataSource: audit.dataSource, outbox });
  const find = createDetectGaps(mysqlGapRepository(audit.dataSource), transact, async () => lag);
  await find(systemCtx({ clock: audit.clock, ids: systemIds }));
}

const reportsOf = async (service: string) => {
  const rows: { payload: string }[] = await audit.dataSource.query('SELECT payload FROM outbox ORDER BY position');
  return rows.map((row) => JSON.parse(row.payload)).filter((data) => data.source === sourceOf(service));
};

const store = (service: string, ...sequences: number[]) =>
  audit.store(sequences.map((sequence) => message({ service, sequence })));

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
