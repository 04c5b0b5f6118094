import { EntitySchema } from 'typeorm';
import { asciiColumn, timestampColumn } from './columns.js';
import { migration } from './migration.js';

/** When a job of the scheduler last succeeded. */
export interface ScheduledRunRow {
  name: string;
  lastRunAt: Date;
}

/** A service with a scheduler has this among its entities, and the migration below among its migrations. */
export const scheduledRuns = new EntitySchema<ScheduledRunRow>({
  name: 'ScheduledRun',
  tableName: 'scheduled_runs',
  columns: {
    name: asciiColumn(64, { primary: true }),
    lastRunAt: timestampColumn({ name: 'last_run_at' }),
  },
});

export const createScheduledRuns = migration(
  'CreateScheduledRuns',
  1_772_000_000_000,
  `CREATE TABLE scheduled_runs (
     name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
     last_run_at DATETIME(3) NOT NULL
   )`,
);
