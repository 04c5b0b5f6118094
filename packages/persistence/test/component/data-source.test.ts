import { createLogger } from '@genkan/observability/logger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource, EntityManager } from 'typeorm';
import { createDataSource, type DataSourceSettings } from '../../src/data-source.js';
import { withTransaction } from '../../src/with-transaction.js';
import { databaseProxy } from '../database-proxy.js';
import { probe } from '../probe.js';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

const POOL_SIZE = 4;
let database: ScratchDatabase;
let dataSource: DataSource;
const opened: DataSource[] = [];

beforeAll(async () => {
  database = await scratchDatabase();
  dataSource = await open();
});
afterAll(async () => {
  await Promise.all(opened.map((pool) => pool.destroy()));
  await database.drop();
});

async function open(settings: Partial<DataSourceSettings> = {}) {
  const pool = await createDataSource({
    url: database.url,
    entities: [],
    migrations: [],
    poolSize: POOL_SIZE,
    ...settings,
  });
  opened.push(pool);
  return pool;
}

const SESSION_VARIABLES = ['sql_mode', 'time_zone', 'collation_connection', 'innodb_lock_wait_timeout'];

/** The sessions of as many transactions as the pool has connections, all open at the same time. */
async function everySession(): Promise<{ id: string; variables: Map<string, string> }[]> {
  let open = 0;
  let allAreOpen = () => {};
  const everyone = new Promise<void>((resolve) => {
    allAreOpen = resolve;
  });
  const work = async (manager: EntityManager) => {
    const [{ id }] = await manager.query('SELECT CONNECTION_ID() AS id');
    const rows: { Variable_name: string; Value: string }[] = await manager.query(
      "SHOW SESSION VARIABLES WHERE Variable_name IN (?) OR Variable_name LIKE 't%\\_isolation'",
      [SESSION_VARIABLES],
    );
    open += 1;
    if (open === POOL_SIZE) allAreOpen();
    await everyone;
    return { id, variables: new Map(rows.map((row) => [row.Variable_name, row.Value])) };
  };
  return Promise.all(Array.from({ length: POOL_SIZE }, () => withTransaction(dataSource, work)));
}

/** MariaDB 10 and MySQL name it differently. */
const isolationOf = (variables: Map<string, string>) =>
  variables.get('transaction_isolation') ?? variables.get('tx_isolation');

describe('createDataSource', () => {
  it('sets up every connection of the pool alike', async () => {
    const sessions = await everySession();
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(POOL_SIZE);
    for (const { variables } of sessions) {
      expect(isolationOf(variables)).toBe('READ-COMMITTED');
      expect(variables.get('sql_mode')).toContain('STRICT_TRANS_TABLES');
      expect(variables.get('time_zone')).toBe('+00:00');
      expect(variables.get('collation_connection')).toBe('utf8mb4_unicode_ci');
      expect(variables.get('innodb_lock_wait_timeout')).toBe('2');
    }
  });

  it('does not work on a connection that the server did not let it set up', async () => {
    await expect(open({ statementTimeoutMs: Number.NaN })).rejects.toThrow();
  });

  it('replaces killed connections by ones that are set up as well', async () => {
    const before = await everySession();
    for (const { id } of before) await database.kill(id);
    await probe(() => dataSource.query('SELECT 1').catch(() => false));
    const after = await everySession();
    const old = new Set(before.map(({ id }) => id));
    for (const { id, variables } of after) {
      expect(old.has(id)).toBe(false);
      expect(isolationOf(variables)).toBe('READ-COMMITTED');
    }
  });

  it('lets those who wait for a connection go on when the connections break', async () => {
    const hanging = Array.from({ length: POOL_SIZE * 3 }, () => dataSource.query('SELECT SLEEP(0.3) AS slept'));
    const outcomes = Promise.allSettled(hanging);
    const sleeping = () =>
      database.rows('SELECT ID AS id FROM information_schema.PROCESSLIST WHERE DB = ? AND INFO LIKE ?', [
        database.schema,
        'SELECT SLEEP%',
      ]);
    await probe(async () => (await sleeping()).length === POOL_SIZE);
    for (const { id } of await sleeping()) await database.kill(String(id));
    const fulfilled = (await outcomes).filter(({ status }) => status === 'fulfilled');
    expect(fulfilled).toHaveLength(POOL_SIZE * 2);
  });

  it('waits for a database that starts later, and not for one that refuses', async () => {
    const way = await databaseProxy(database.url);
    await way.cut();
    const opening = open({ url: way.url });
    setTimeout(() => void way.restore(), 700);
    expect(await (await opening).query('SELECT 1 AS answer')).toEqual([{ answer: 1 }]);
    await way.cut();
    await expect(open({ url: way.url, waitMs: 0 })).rejects.toThrow('ECONNREFUSED');
    const stranger = Object.assign(new URL(database.url), { password: 'wrong' }).href;
    const startedAt = performance.now();
    await expect(open({ url: stranger })).rejects.toThrow(/denied/);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('works again after the database was killed and came back, also for queries that waited', async () => {
    const way = await databaseProxy(database.url);
    const pool = await open({ url: way.url });
    const ask = (count: number) =>
      Promise.allSettled(Array.from({ length: count }, () => pool.query('SELECT SLEEP(0.05) AS slept')));
    const asked = ask(POOL_SIZE * 5);
    await way.cut();
    expect((await asked).map(({ status }) => status)).toContain('rejected');
    expect((await ask(POOL_SIZE * 5)).every(({ status }) => status === 'rejected')).toBe(true);
    await way.restore();
    expect((await ask(POOL_SIZE * 5)).every(({ status }) => status === 'fulfilled')).toBe(true);
    await way.cut();
  });

  it.each([
    ['before its first row', 'SUM(SLEEP(0.02))'],
    ['among its rows', "SLEEP(0.02), REPEAT('x', 20000)"],
  ])('has the server stop a statement that takes too long, %s, and goes on with the connection', async (_, what) => {
    const shortTimeout = await open({ poolSize: 1, statementTimeoutMs: 100 });
    await shortTimeout.query('CREATE TABLE IF NOT EXISTS hundred (n INT PRIMARY KEY)');
    await shortTimeout.query('REPLACE INTO hundred VALUES ?', [Array.from({ length: 100 }, (_, n) => [n])]);
    const idOf = () => shortTimeout.query('SELECT CONNECTION_ID() AS id');
    const id = await idOf();
    for (const question of ['one', 'two', 'three']) {
      await expect(shortTimeout.query(`SELECT ${what} FROM hundred`)).rejects.toThrow(
        /max_statement_time|maximum statement execution time/,
      );
      expect(await shortTimeout.query('SELECT ? AS answer', [question])).toEqual([{ answer: question }]);
    }
    expect(await idOf()).toEqual(id);
  });

  it('replaces a connection that the server gave up while this process stood still', async () => {
    const pool = await open({ poolSize: 1 });
    await pool.query('SET SESSION wait_timeout = 1');
    const end = performance.now() + 2_500;
    while (performance.now() < end); // Nothing is read meanwhile, so the server's farewell meets the next question.
    await expect(pool.query("SELECT 'one' AS answer")).rejects.toThrow();
    expect(await pool.query("SELECT 'two' AS answer")).toEqual([{ answer: 'two' }]);
  });

  it('logs a slow statement without what it is about', async () => {
    const lines: string[] = [];
    const logger = createLogger({ service: 'sample', destination: { write: (line) => lines.push(line) } });
    const pool = await open({ logger });
    await pool.query('SELECT SLEEP(1.05), ?', ['kim@example.com']);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"sql":"SELECT SLEEP(1.05), ?"');
    expect(lines[0]).not.toContain('kim');
  });

  it('keeps big numbers and moments as they are', async () => {
    await dataSource.query('CREATE TABLE kept (big BIGINT UNSIGNED, at DATETIME(3))');
    const at = new Date('2040-06-30T23:59:59.999Z');
    await dataSource.query('INSERT INTO kept VALUES (?, ?)', ['18446744073709551615', at]);
    expect(await dataSource.query('SELECT big, at, CAST(at AS CHAR) AS text FROM kept')).toEqual([
      { big: '18446744073709551615', at, text: '2040-06-30 23:59:59.999' },
    ]);
  });

  it('refuses a text that is too long instead of cutting it', async () => {
    await dataSource.query('CREATE TABLE short (word VARCHAR(3))');
    await expect(dataSource.query("INSERT INTO short VALUES ('four')")).rejects.toThrow('Data too long');
  });

  it('takes no second statement in one text', async () => {
    await expect(dataSource.query('SELECT 1; SELECT 2')).rejects.toThrow('syntax');
  });

  it('refuses a parameter of the URL that would have no effect', async () => {
    await expect(open({ url: `${database.url}?ssl=true` })).rejects.toThrow('tls=verify and ca, but it has ssl=true');
  });

  it('sends nothing to a server that cannot prove who it is', async () => {
    const named = Object.assign(new URL(database.url), { hostname: 'localhost', search: '?tls=verify' });
    await expect(open({ url: named.href })).rejects.toThrow(/secure connection|certificate/);
    await expect(open({ url: `${database.url}?tls=verify` })).rejects.toThrow('not by an address');
  });
});
