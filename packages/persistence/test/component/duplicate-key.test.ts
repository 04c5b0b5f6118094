import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../src/data-source.js';
import { isDuplicateKey } from '../../src/duplicate-key.js';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

let database: ScratchDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await scratchDatabase();
  dataSource = await createDataSource({ url: database.url, entities: [], migrations: [] });
  await dataSource.query(
    'CREATE TABLE people (id INT PRIMARY KEY, name VARCHAR(99) NOT NULL, UNIQUE INDEX people_name (name))',
  );
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const insert = (id: number | null, name: string): Promise<unknown> =>
  dataSource.query('INSERT INTO people VALUES (?, ?)', [id, name]).catch((error: unknown) => error);
const asOnMysql = (message: string) => Object.assign(new Error(message), { errno: 1062 });

describe('isDuplicateKey', () => {
  it('tells which unique index refused a row', async () => {
    await insert(1, 'Kim');
    const sameName = await insert(2, 'kim');
    expect(isDuplicateKey(sameName)).toBe(true);
    expect(isDuplicateKey(sameName, 'people_name')).toBe(true);
    expect(isDuplicateKey(sameName, 'PRIMARY')).toBe(false);
    const sameId = await insert(1, 'Lee');
    expect(isDuplicateKey(sameId, 'PRIMARY')).toBe(true);
    expect(isDuplicateKey(sameId, 'people_name')).toBe(false);
  });

  it('knows MySQL, which writes the table before the index', () => {
    const error = asOnMysql("Duplicate entry 'Kim' for key 'people.people_name'");
    expect(isDuplicateKey(error, 'people_name')).toBe(true);
    expect(isDuplicateKey(error, 'people')).toBe(false);
  });

  it('is not deceived by a value that reads like a key', async () => {
    const name = "x' for key 'PRIMARY'";
    await insert(3, name);
    const error = await insert(4, name);
    expect(isDuplicateKey(error, 'people_name')).toBe(true);
    expect(isDuplicateKey(error, 'PRIMARY')).toBe(false);
  });

  it('is false for anything else', async () => {
    expect(isDuplicateKey(await insert(null, 'Park'))).toBe(false);
    for (const other of [undefined, null, 'error', new Error('Duplicate entry'), { errno: 1062 }]) {
      expect(isDuplicateKey(other)).toBe(false);
    }
  });
});
