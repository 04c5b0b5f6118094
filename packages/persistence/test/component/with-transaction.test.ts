import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource, EntityManager } from 'typeorm';
import { createDataSource } from '../../src/data-source.js';
import { withTransaction } from '../../src/with-transaction.js';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

let database: ScratchDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await scratchDatabase();
  dataSource = await createDataSource({ url: database.url, entities: [], migrations: [] });
  await dataSource.query('CREATE TABLE balances (id INT PRIMARY KEY, amount INT NOT NULL)');
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
beforeEach(() => dataSource.query('REPLACE INTO balances VALUES (1, 0), (2, 0)'));

const balances = async () =>
  (await dataSource.query('SELECT amount FROM balances ORDER BY id')).map((row: { amount: number }) => row.amount);
const add = (manager: EntityManager, id: number, amount: number) =>
  manager.query('UPDATE balances SET amount = amount + ? WHERE id = ?', [amount, id]);

/** Resolves for everyone when `count` have arrived; later ones pass. */
function meeting(count: number) {
  let arrived = 0;
  let meet = () => {};
  const met = new Promise<void>((resolve) => {
    meet = resolve;
  });
  return async () => {
    arrived += 1;
    if (arrived === count) meet();
    await met;
  };
}

describe('withTransaction', () => {
  it('commits and returns the value of the work', async () => {
    expect(await withTransaction(dataSource, (manager) => add(manager, 1, 5).then(() => 'done'))).toBe('done');
    expect(await balances()).toEqual([5, 0]);
  });

  it('leaves nothing behind when the work throws', async () => {
    let calls = 0;
    const attempt = withTransaction(dataSource, async (manager) => {
      calls += 1;
      await add(manager, 1, 5);
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await balances()).toEqual([0, 0]);
    expect(calls).toBe(1);
  });

  it('sees what others committed meanwhile: READ COMMITTED', async () => {
    const seen = await withTransaction(dataSource, async (manager) => {
      const [before] = await manager.query('SELECT amount FROM balances WHERE id = 1');
      await dataSource.query('UPDATE balances SET amount = 7 WHERE id = 1');
      const [after] = await manager.query('SELECT amount FROM balances WHERE id = 1');
      return [before.amount, after.amount];
    });
    expect(seen).toEqual([0, 7]);
  });

  it('adds a begin and a commit to the statements of the work, no more', async () => {
    const single = await createDataSource({ url: database.url, entities: [], migrations: [], poolSize: 1 });
    const statements = () =>
      withTransaction(single, async (manager) => {
        const [status] = await manager.query("SHOW SESSION STATUS LIKE 'Questions'");
        return Number(status.Value);
      });
    const first = await statements();
    // COMMIT of the first, START TRANSACTION and SHOW of the second.
    expect((await statements()) - first).toBe(3);
    await single.destroy();
  });

  it('starts the victim of a deadlock anew, and both commit', async () => {
    let calls = 0;
    const bothHoldOne = meeting(2);
    const transfer = (from: number, to: number) =>
      withTransaction(dataSource, async (manager) => {
        calls += 1;
        await add(manager, from, -1);
        await bothHoldOne();
        await add(manager, to, 1);
      });
    await Promise.all([transfer(1, 2), transfer(2, 1)]);
    expect(calls).toBe(3);
    expect(await balances()).toEqual([0, 0]);
  });

  it('starts anew when it waited too long for a lock', async () => {
    const holder = dataSource.createQueryRunner();
    await holder.startTransaction();
    await add(holder.manager, 1, 1);
    let calls = 0;
    await withTransaction(dataSource, async (manager) => {
      calls += 1;
      if (calls === 2) await holder.commitTransaction();
      await add(manager, 1, 10);
    });
    await holder.release();
    expect(calls).toBe(2);
    expect(await balances()).toEqual([11, 0]);
  });

  it('gives up after the third retry', async () => {
    let calls = 0;
    const attempt = withTransaction(dataSource, async (manager) => {
      calls += 1;
      await add(manager, 1, 1);
      await manager.query("SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'Deadlock found'");
    });
    await expect(attempt).rejects.toMatchObject({ errno: 1213 });
    expect(calls).toBe(4);
    expect(await balances()).toEqual([0, 0]);
  });

  it('does not report success when the commit failed', async () => {
    let calls = 0;
    const attempt = withTransaction(dataSource, async (manager) => {
      calls += 1;
      await add(manager, 1, 5);
      const [session] = await manager.query('SELECT CONNECTION_ID() AS id');
      await database.kill(session.id);
      return 'done';
    });
    await expect(attempt).rejects.toThrow();
    expect(calls).toBe(1);
    expect(await balances()).toEqual([0, 0]);
  });
});
