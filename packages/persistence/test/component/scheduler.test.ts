import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../src/data-source.js';
import { runMigrations } from '../../src/migrate.js';
import { createScheduledRuns, scheduledRuns } from '../../src/scheduled-runs-table.js';
import { type Job, type Scheduler, startScheduler } from '../../src/scheduler.js';
import { probe } from '../probe.js';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-03-02T09:00:00.000Z');
let database: ScratchDatabase;
let dataSource: DataSource;
let nowMs: number;
/** When the job `tick` ran, which is always there and due every second. */
let ticks: number[];
const started: Scheduler[] = [];

beforeEach(async () => {
  nowMs = START_MS;
  ticks = [];
  database = await scratchDatabase();
  const migrations = [createScheduledRuns];
  dataSource = await createDataSource({ url: database.url, entities: [scheduledRuns], migrations });
  await runMigrations(dataSource);
});
afterEach(async () => {
  await closeAll();
  await dataSource.destroy();
  await database.drop();
});

function start(...jobs: Job[]) {
  const clock = { now: () => new Date(nowMs) };
  started.push(startScheduler({ dataSource, url: database.url, clock, jobs: [...jobs, noting(ticks, 1_000, 'tick')] }));
}

const closeAll = () => Promise.all(started.splice(0).map((scheduler) => scheduler.close()));

/** A job that notes the times at which it ran. */
function noting(runs: number[], everyMs = DAY_MS, name = 'digest'): Job {
  return {
    name,
    everyMs,
    run: async ({ now }) => {
      runs.push(now.getTime());
    },
  };
}

/** Two ticks later every job has been looked at. */
async function settle() {
  await probe(() => ticks.at(-1) === nowMs);
  nowMs += 1_000;
  await probe(() => ticks.at(-1) === nowMs);
}

async function lastRun(name: string) {
  return (await dataSource.getRepository(scheduledRuns).findOneBy({ name }))?.lastRunAt.getTime();
}

describe('startScheduler', () => {
  it('runs a job at once that never ran, and again when its time has come', async () => {
    const runs: number[] = [];
    start(noting(runs));
    await settle();
    expect(runs).toEqual([START_MS]);
    expect(await lastRun('digest')).toBe(START_MS);
    nowMs = START_MS + DAY_MS - 3_000;
    await settle();
    expect(runs).toHaveLength(1);
    nowMs = START_MS + DAY_MS;
    await probe(() => runs.length === 2);
    expect(runs[1]).toBe(START_MS + DAY_MS);
  });

  it('makes up for all missed runs by one', async () => {
    await dataSource
      .getRepository(scheduledRuns)
      .insert({ name: 'digest', lastRunAt: new Date(START_MS - 9 * DAY_MS) });
    const runs: number[] = [];
    start(noting(runs));
    await settle();
    expect(runs).toEqual([START_MS]);
  });

  it('runs a job once though two instances are there', async () => {
    const runs: number[] = [];
    start(noting(runs));
    start(noting(runs));
    await settle();
    nowMs += DAY_MS;
    await settle();
    expect(runs).toHaveLength(2);
    expect(ticks).toHaveLength(new Set(ticks).size);
  });

  it('goes on in the other instance when the first has lost the lock, without running a job again', async () => {
    const runs: number[] = [];
    start(noting(runs));
    start(noting(runs));
    await settle();
    const [holder] = await database.rows('SELECT IS_USED_LOCK(?) AS id', [`${database.schema}:scheduler`]);
    await database.kill(String(holder?.id));
    await settle();
    expect(runs).toEqual([START_MS]);
  });

  it('remembers over a restart', async () => {
    const runs: number[] = [];
    start(noting(runs));
    await settle();
    await closeAll();
    start(noting(runs));
    await settle();
    expect(runs).toHaveLength(1);
    await closeAll();
    nowMs += DAY_MS;
    start(noting(runs));
    await probe(() => runs.length === 2);
  });

  it('tries a job again that failed, and runs the others meanwhile', async () => {
    const tried: number[] = [];
    start({
      name: 'digest',
      everyMs: DAY_MS,
      run: async ({ now }) => {
        tried.push(now.getTime());
        if (tried.length === 1) throw new Error('bucket unreachable');
      },
    });
    await settle();
    expect(tried).toEqual([START_MS]);
    expect(await lastRun('digest')).toBeUndefined();
    nowMs = START_MS + 30_000;
    await probe(() => tried.length === 2);
    await probe(async () => (await lastRun('digest')) === START_MS + 30_000);
  });

  it('runs a job whose last run lies ahead, because the clock was set back', async () => {
    await dataSource
      .getRepository(scheduledRuns)
      .insert({ name: 'digest', lastRunAt: new Date(START_MS + 30 * DAY_MS) });
    const runs: number[] = [];
    start(noting(runs));
    await settle();
    expect(runs).toEqual([START_MS]);
  });

  it('lets a slow job delay nobody, and asks it to end when closing', async () => {
    const seen: string[] = [];
    start({
      name: 'slow',
      everyMs: DAY_MS,
      run: async ({ signal }) => {
        seen.push('begins');
        await once(signal, 'abort');
        seen.push('ends');
        signal.throwIfAborted();
      },
    });
    await settle();
    expect(seen).toEqual(['begins']);
    await closeAll();
    expect(seen).toEqual(['begins', 'ends']);
    expect(await lastRun('slow')).toBeUndefined();
  });
});
