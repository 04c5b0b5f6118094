import { ascii, primary, timestamp } from './columns.js';
import { defineTable } from './define-table.js';
import { migration } from './migration.js';

/** When each job of the scheduler last succeeded. A service with a scheduler has this among its entities, and the migration too. */
export const scheduledRuns = defineTable('scheduled_runs', {
  name: primary(ascii(64)),
  lastRunAt: timestamp(),
});

export const createScheduledRuns = migration(
  'CreateScheduledRuns',
  1_772_000_000_000,
  `CREATE TABLE scheduled_runs (
     name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
     last_run_at DATETIME(3) NOT NULL
   )`,
);
