import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DataSource, EntitySchema } from 'typeorm';
import { checkDrift } from '../../src/check-drift.js';
import {
  asciiColumn,
  bigCountColumn,
  binaryColumn,
  countColumn,
  exactTextColumn,
  flagColumn,
  longTextColumn,
  mediumBlobColumn,
  positionColumn,
  textColumn,
  timestampColumn,
  uuidColumn,
} from '../../src/columns.js';
import { createDataSource } from '../../src/data-source.js';
import { runMigrations } from '../../src/migrate.js';
import { createScheduledRuns, scheduledRuns } from '../../src/scheduled-runs-table.js';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

interface ThingRow {
  position: string;
  id: string;
  accountNo: string | null;
  title: string;
  tag: string;
  payload: string;
  sealed: Buffer | null;
  digest: Buffer;
  madeAt: Date;
  attempts: number;
  version: string;
  isActive: boolean;
}

const things = new EntitySchema<ThingRow>({
  name: 'Thing',
  tableName: 'things',
  columns: {
    position: positionColumn(),
    id: uuidColumn(),
    accountNo: asciiColumn(12, { name: 'account_no', nullable: true }),
    title: textColumn(200),
    tag: exactTextColumn(64, { default: '' }),
    payload: longTextColumn(),
    sealed: mediumBlobColumn({ nullable: true }),
    digest: binaryColumn(32),
    madeAt: timestampColumn({ name: 'made_at' }),
    attempts: countColumn({ default: 0 }),
    version: bigCountColumn(),
    isActive: flagColumn({ name: 'is_active', default: true }),
  },
  indices: [
    { name: 'things_account', columns: ['accountNo', 'madeAt'] },
    { name: 'things_id', columns: ['id'], unique: true },
  ],
});

const CREATE_THINGS = `CREATE TABLE things (
  position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_no VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL,
  title VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
  tag VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  payload LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  sealed MEDIUMBLOB NULL,
  digest BINARY(32) NOT NULL,
  made_at DATETIME(3) NOT NULL,
  attempts INT UNSIGNED NOT NULL DEFAULT 0,
  version BIGINT UNSIGNED NOT NULL,
  is_active TINYINT(1) NOT NULL DEFAULT 1,
  INDEX things_account (account_no, made_at),
  UNIQUE INDEX things_id (id)
)`;

let database: ScratchDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await scratchDatabase();
  dataSource = await createDataSource({
    url: database.url,
    entities: [things, scheduledRuns],
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
    ['another default', 'ALTER COLUMN attempts SET DEFAULT 1', '`attempts`'],
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

describe('the columns', () => {
  it('give back what was written', async () => {
    const repository = dataSource.getRepository(things);
    const row = {
      id: '0197c5a0-0000-7000-8000-000000000001',
      accountNo: null,
      title: '김치 🍲',
      tag: 'Exact',
      payload: '{"n":9223372036854775807}',
      sealed: Buffer.from([0, 255]),
      digest: Buffer.alloc(32, 7),
      madeAt: new Date('2026-03-02T09:00:00.123Z'),
      attempts: 3,
      version: '18446744073709551615',
      isActive: false,
    };
    await repository.insert({ ...row });
    expect(await repository.findOneByOrFail({ tag: 'Exact' })).toEqual({ ...row, position: '1' });
    expect(await repository.countBy({ tag: 'exact' })).toBe(0);
  });
});
