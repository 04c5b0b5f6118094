import type { Clock } from '@genkan/config/clock';
import type { Logger } from '@genkan/observability/logger';
import type { DataSource } from 'typeorm';
import { createNamedLock } from './named-lock.js';
import { pause } from './pause.js';
import { scheduledRuns } from './scheduled-runs-table.js';

/** Work by the clock. It may run again after a crash, so it must bear that. */
export interface Job {
  /** Key of its last run: unique in the service, never changed; up to 64 ASCII characters. */
  readonly name: string;
  readonly everyMs: number;
  /** `signal` aborts when another instance may take over, or at the end of the process. */
  run(ctx: { readonly now: Date; readonly signal: AbortSignal }): Promise<void>;
}

export interface SchedulerSettings {
  /** Its schema has `scheduledRuns`. */
  readonly dataSource: DataSource;
  /** Of the same schema, for the lock's own connection. */
  readonly url: string;
  readonly jobs: readonly Job[];
  readonly clock: Clock;
  readonly logger?: Logger;
}

export interface Scheduler {
  /** Ends the running jobs' signals and waits for them. */
  close(): Promise<void>;
}

/** How soon a moved clock is seen, at most. */
const POLL_MS = 500;
/** A job that failed is tried again after this time, or after its own interval if that is shorter. */
const RETRY_MS = 30_000;

/**
 * Starts running jobs; among all instances on one schema, one does (lock `<schema>:scheduler`). A job is due when its last
 * success is `everyMs` ago by the clock, or never was, or lies ahead because the clock was set back. However many runs were
 * missed, one makes up for them. Each job waits for itself only: a slow one delays no other, and none overlaps with itself.
 */
export function startScheduler(settings: SchedulerSettings): Scheduler {
  const { dataSource, url, jobs, logger } = settings;
  const closing = new AbortController();
  const lock = createNamedLock({ url, name: `${dataSource.driver.database}:scheduler`, ...(logger ? { logger } : {}) });
  const ended = lock.hold(closing.signal, async (signal) => {
    const rows = await dataSource.getRepository(scheduledRuns).find();
    const lastRuns = new Map(rows.map((row) => [row.name, row.lastRunAt.getTime()]));
    await Promise.all(jobs.map((job) => repeat(settings, job, lastRuns.get(job.name), signal)));
  });
  return {
    async close() {
      closing.abort();
      await ended;
    },
  };
}

/** Nobody else writes the last run while the lock is held, so it is read once. Ends when `signal` aborts. */
async function repeat(settings: SchedulerSettings, job: Job, lastRunMs: number | undefined, signal: AbortSignal) {
  const { clock } = settings;
  const isPast = (ms: number | undefined, lengthMs: number) => {
    const sinceMs = ms === undefined ? Number.POSITIVE_INFINITY : clock.now().getTime() - ms;
    return sinceMs < 0 || sinceMs >= lengthMs;
  };
  let successMs = lastRunMs;
  let failureMs: number | undefined;
  while (!signal.aborted) {
    if (isPast(successMs, job.everyMs) && isPast(failureMs, Math.min(RETRY_MS, job.everyMs))) {
      const now = clock.now();
      if (await runOnce(settings, job, now, signal)) successMs = now.getTime();
      else failureMs = now.getTime();
    }
    await pause(Math.min(POLL_MS, job.everyMs), signal);
  }
}

/** Whether it succeeded. A run whose lock was lost meanwhile leaves the last run to the next holder. */
async function runOnce({ dataSource, logger }: SchedulerSettings, job: Job, now: Date, signal: AbortSignal) {
  try {
    await job.run({ now, signal });
    if (!signal.aborted) {
      await dataSource.getRepository(scheduledRuns).upsert({ name: job.name, lastRunAt: now }, ['name']);
    }
    return true;
  } catch (error) {
    if (!signal.aborted) logger?.error({ job: job.name, err: error }, 'scheduled job failed, it is tried again');
    return false;
  }
}
