import type { Clock } from '@genkan/config/clock';
import type { OutboxRow, OutboxWriter } from '@genkan/messaging/outbox-writer';
import type { Logger } from '@genkan/observability/logger';
import { apiCallRow } from './api-call-row.js';
import { createGroupCommit } from './group-commit.js';
import type { Outcome, RecordableCall } from './recordable-call.js';
import { createThrottledCalls } from './throttled-calls.js';

export { callContextOf, type RecordableCall } from './recordable-call.js';

export interface RecordingSettings {
  readonly outbox: OutboxWriter;
  /** Stores all rows or none; `storeRows` in production. */
  readonly insert: (rows: readonly OutboxRow[]) => Promise<void>;
  readonly clock: Clock;
  /** Milliseconds that only run forward. */
  readonly nowMs: () => number;
  readonly logger: Logger;
}

/** The gateway's own records of calls: those that no service has recorded. */
export interface Recording {
  /** Resolves once the record is committed. @throws when that did not happen within 2 s */
  record(call: RecordableCall, outcome: Outcome): Promise<void>;
  /**
   * A call over the rate limit `key`: recorded as `record` does when it is the first of its minute, else counted.
   * @throws as `record` does
   */
  recordOverLimit(key: string, call: RecordableCall, outcome: Outcome): Promise<void>;
  /** Records the counts of the minutes that have ended. What cannot be recorded is kept for the next tick. */
  tick(): Promise<void>;
  /** Records the counts of all minutes and what is kept, for the end of the process. */
  close(): Promise<void>;
}

/** At most 5 ms or 200 rows (flows 0.5). */
const GATHER_MS = 5;
const GROUP_ROWS = 200;
const COMMITS = 4;
const COMMIT_TIMEOUT_MS = 2_000;

export function composeRecording(settings: RecordingSettings): Recording {
  const { insert, nowMs, logger } = settings;
  const commit = createGroupCommit<OutboxRow>({
    insert,
    gatherMs: GATHER_MS,
    maxRows: GROUP_ROWS,
    maxCommits: COMMITS,
    timeoutMs: COMMIT_TIMEOUT_MS,
  });
  const throttled = createThrottledCalls<{ call: RecordableCall; outcome: Outcome }>(nowMs);

  async function recordCounts(which: 'ended' | 'all'): Promise<void> {
    const commits = throttled.take(which).map(async (counted) => {
      const { sample, count } = counted;
      try {
        await commit(apiCallRow(settings, sample.call, sample.outcome, count));
      } catch (error) {
        throttled.putBack(counted);
        logger.error({ err: error, calls: count }, 'calls over a rate limit could not be recorded');
      }
    });
    await Promise.all(commits);
  }

  let ticking: Promise<void> | undefined;

  const record = async (call: RecordableCall, outcome: Outcome) => commit(apiCallRow(settings, call, outcome));

  return {
    record,
    async recordOverLimit(key, call, outcome) {
      if (throttled.isFirst(key, { call, outcome })) await record(call, outcome);
    },
    tick() {
      // While the database is away a tick takes longer than the time between two.
      ticking ??= recordCounts('ended').finally(() => {
        ticking = undefined;
      });
      return ticking;
    },
    async close() {
      await ticking;
      await recordCounts('all');
    },
  };
}
