import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { ascii, count, exactText, primary } from '../../src/columns.js';
import { createDataSource } from '../../src/data-source.js';
import { defineTable, type NewRowOf, type RowOf } from '../../src/define-table.js';
import { withTransaction } from '../../src/with-transaction.js';
import { CREATE_THINGS, thingTable } from '../fixtures/thing-table.js';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

const seatTable = defineTable('seats', { hall: primary(exactText(64)), seatNo: primary(count()), heldBy: ascii(12) });

const thing = {
  id: '0197c5a0-0000-7000-8000-000000000001',
  accountNo: null,
  state: 'open',
  title: "김치 🍲 it's ? \\",
  tag: 'Exact',
  payload: '{"n":9223372036854775807}',
  sealed: Buffer.from([0, 255]),
  digest: Buffer.alloc(32, 7),
  madeAt: new Date('2026-03-02T09:00:00.123Z'),
  attempts: 3,
  version: '18446744073709551615',
  isActive: false,
  isKnown: true,
} as const;

const numbered = (attempts: number) => ({
  ...thing,
  attempts,
  id: thing.id.replace(/.{8}$/, String(attempts).padStart(8, '0')),
});

let database: ScratchDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await scratchDatabase();
  dataSource = await createDataSource({ url: database.url, entities: [thingTable, seatTable], migrations: [] });
  await dataSource.query(`CREATE TABLE seats (hall VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    seat_no INT UNSIGNED NOT NULL, held_by VARCHAR(12) NOT NULL, PRIMARY KEY (hall, seat_no))`);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
beforeEach(async () => {
  await dataSource.query('DROP TABLE IF EXISTS things');
  await dataSource.query(CREATE_THINGS);
});

describe('a defined table', () => {
  it('gives back what was inserted in columns of each type, by its own select as by typeorm', async () => {
    await thingTable.insert(dataSource, thing);
    const stored = { ...thing, position: '1' };
    expect(await thingTable.select(dataSource, 'WHERE made_at = ?', [thing.madeAt])).toEqual([stored]);
    expect(await dataSource.manager.findOneBy(thingTable, { madeAt: thing.madeAt })).toEqual(stored);
  });

  it('compares exact texts letter by letter', async () => {
    await thingTable.insert(dataSource, thing);
    expect(await thingTable.select(dataSource, 'WHERE tag = ?', ['exact'])).toEqual([]);
    expect(await thingTable.select(dataSource, 'WHERE title LIKE ?', ['%IT%'])).toHaveLength(1);
  });

  it('stores null where a column that may be null was left out', async () => {
    const { accountNo, sealed, isKnown, ...needed } = thing;
    await thingTable.insert(dataSource, needed);
    const [row] = await thingTable.select(dataSource, '', []);
    expect(row).toMatchObject({ accountNo: null, sealed: null, isKnown: null, isActive: false });
  });

  it('inserts many rows by one statement, in their order, and none by none', async () => {
    await withTransaction(dataSource, async (manager) => {
      await thingTable.insert(manager, ...Array.from({ length: 500 }, (_, index) => numbered(index)));
      await thingTable.insert(manager);
    });
    const rows = await thingTable.select(dataSource, 'ORDER BY position', []);
    expect(rows.map(({ attempts }) => attempts)).toEqual(Array.from({ length: 500 }, (_, index) => index));
  });

  it('inserts no row when one of them cannot be', async () => {
    await expect(thingTable.insert(dataSource, numbered(1), numbered(2), numbered(1))).rejects.toThrow('things_id');
    expect(await thingTable.select(dataSource, '', [])).toEqual([]);
  });

  it('ignores what is no column', async () => {
    const more = { ...thing, position: '77', nickname: 'none' };
    await thingTable.insert(dataSource, more);
    expect(await thingTable.pick('position', 'isKnown')(dataSource, '', [])).toEqual([
      { position: '1', isKnown: true },
    ]);
  });

  it('reads picked columns only', async () => {
    await thingTable.insert(dataSource, thing);
    const selectStates = thingTable.pick('state', 'madeAt', 'isActive');
    expect(await selectStates(dataSource, 'WHERE is_active = ? FOR UPDATE', [false])).toEqual([
      { state: 'open', madeAt: thing.madeAt, isActive: false },
    ]);
  });

  it('is updated, found and deleted by typeorm under its names in code, also by a primary key of two columns', async () => {
    await seatTable.insert(dataSource, ...[1, 2].map((seatNo) => ({ hall: 'A', seatNo, heldBy: 'x' })));
    await dataSource.manager.update(seatTable, { hall: 'A', seatNo: 2 }, { heldBy: 'y' });
    await dataSource.manager.delete(seatTable, { hall: 'A', seatNo: 1 });
    expect(await dataSource.manager.find(seatTable)).toEqual([{ hall: 'A', seatNo: 2, heldBy: 'y' }]);
    expect(await database.rows(`SELECT seat_no, held_by FROM ${database.schema}.seats`)).toEqual([
      { seat_no: 2, held_by: 'y' },
    ]);
    await expect(seatTable.insert(dataSource, { hall: 'A', seatNo: 2, heldBy: 'z' })).rejects.toThrow('PRIMARY');
  });
});

type Thing = NewRowOf<typeof thingTable>;
type Compiles<T> = T extends Thing ? true : false;

it('has rows that do not compile with a missing or another value', () => {
  const compiles: {
    readonly whole: Compiles<Thing>;
    readonly withoutWhatMayBeNull: Compiles<Omit<Thing, 'accountNo' | 'isKnown'>>;
    readonly withoutText: Compiles<Omit<Thing, 'title'>>;
    readonly withoutFlag: Compiles<Omit<Thing, 'isActive'>>;
    readonly withAnotherState: Compiles<Omit<Thing, 'state'> & { readonly state: string }>;
    readonly withTextForBytes: Compiles<Omit<Thing, 'digest'> & { readonly digest: string }>;
    readonly withGivenPosition: 'position' extends keyof Thing ? true : false;
    readonly readWithoutPosition: 'position' extends keyof RowOf<typeof thingTable> ? false : true;
  } = {
    whole: true,
    withoutWhatMayBeNull: true,
    withoutText: false,
    withoutFlag: false,
    withAnotherState: false,
    withTextForBytes: false,
    withGivenPosition: false,
    readWithoutPosition: false,
  };
  expect(compiles.whole).toBe(true);
});
