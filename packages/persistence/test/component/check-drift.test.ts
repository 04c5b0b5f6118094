import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { checkDrift } from '../../src/check-drift.js';
import { createDataSource } from '../../src/data-source.js';
import { runMigrations } from '../../src/migrate.js';
import { createScheduledRuns, scheduledRuns } from '../../src/scheduled-runs-table.js';
import { CREATE_THINGS, thingTable } from '../fixtures/thing-table.js';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

let database: ScratchDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await scratchDatabase();
  dataSource = await createDataSource({
    url: database.url,
    entities: [thingTable, scheduledRuns],
    migrations: [createScheduledRuns],
  });
  await runMigrations(dataSource);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
beforeEach(async () => {
  await dataSource.query('DROP TABLE IF EXISTS things');
  await dataSource.query(CREATE_THINGS);
});

describe('checkDrift', () => {
  it('finds nothing where the migrations say what the EntitySchemas say', async () => {
    expect(await checkDrift(dataSource)).toEqual([]);
  });

  it.each([
    ['a missing column', 'DROP COLUMN title', 'ADD `title`'],
    ['a column too many', 'ADD COLUMN extra INT NULL', 'DROP COLUMN `extra`'],
    ['another length', 'MODIFY title VARCHAR(100) NOT NULL', '`title`'],
    ['another type', 'MODIFY version INT UNSIGNED NOT NULL', '`version`'],
    ['another precision', 'MODIFY made_at DATETIME NOT NULL', '`made_at`'],
    ['a default', 'ALTER COLUMN attempts SET DEFAULT 1', '`attempts`'],
    ['a column that may be null', 'MODIFY digest BINARY(32) NULL', '`digest`'],
    ['a missing index', 'DROP INDEX things_account', 'CREATE INDEX `things_account`'],
    ['an index too many', 'ADD INDEX things_title (title)', 'DROP INDEX `things_title`'],
    ['an index that is not unique', 'DROP INDEX things_id, ADD INDEX things_id (id)', '`things_id`'],
    ['another collation', 'MODIFY title VARCHAR(200) COLLATE utf8mb4_bin NOT NULL', 'things.title has utf8mb4_bin'],
  ])('finds %s', async (_what, change, difference) => {
    await dataSource.query(`ALTER TABLE things ${change}`);
    expect((await checkDrift(dataSource)).join('\n')).toContain(difference);
  });

  it('finds a missing table', async () => {
    await dataSource.query('DROP TABLE things');
    expect((await checkDrift(dataSource)).join('\n')).toContain('CREATE TABLE `things`');
  });
});
