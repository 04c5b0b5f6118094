import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDataSource, type MigrationClass } from '../../src/data-source.js';
import { runMigrations } from '../../src/migrate.js';
import { migration } from '../../src/migration.js';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

let database: ScratchDatabase;
const opened: DataSource[] = [];

beforeEach(async () => {
  database = await scratchDatabase();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((dataSource) => dataSource.destroy()));
  await database.drop();
});

async function instance(...migrations: MigrationClass[]) {
  const dataSource = await createDataSource({ url: database.url, entities: [], migrations });
  opened.push(dataSource);
  return dataSource;
}

const createNotes = migration('CreateNotes', 1_772_000_000_001, 'CREATE TABLE notes (id INT PRIMARY KEY)');
const addText = migration('AddText', 1_772_000_000_002, 'ALTER TABLE notes ADD COLUMN text VARCHAR(20) NOT NULL');
const wrong = migration('Wrong', 1_772_000_000_003, 'ALTER TABLE missing ADD COLUMN text VARCHAR(20)');

describe('runMigrations', () => {
  it('runs what is pending in the order of writing, once', async () => {
    const dataSource = await instance(addText, createNotes);
    expect(await runMigrations(dataSource)).toEqual(['CreateNotes1772000000001', 'AddText1772000000002']);
    expect(await runMigrations(dataSource)).toEqual([]);
    expect(await dataSource.query('SELECT id, text FROM notes')).toEqual([]);
  });

  it('migrates once when several instances start together', async () => {
    const instances = await Promise.all(Array.from({ length: 4 }, () => instance(createNotes, addText)));
    const ran = await Promise.all(instances.map((dataSource) => runMigrations(dataSource)));
    expect(ran.map((names) => names.length).sort()).toEqual([0, 0, 0, 2]);
  });

  it('goes on where it failed, and gives the lock back', async () => {
    const failing = await instance(createNotes, wrong);
    await expect(runMigrations(failing)).rejects.toThrow('missing');
    const repaired = await instance(createNotes, addText);
    expect(await runMigrations(repaired)).toEqual(['AddText1772000000002']);
  });

  it('does not run a migration whose released name is used again', async () => {
    const again = migration('CreateNotes', 1_772_000_000_001, 'CREATE TABLE others (id INT PRIMARY KEY)');
    await expect(runMigrations(await instance(createNotes, again))).rejects.toThrow('Duplicate migrations');
  });
});
