import type { Logger } from '@genkan/observability/logger';
import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { lockName } from './lock-name.js';

/** A wait is one statement of this length, shorter than any statement time-out. */
const WAIT_SLICE_S = 1;

/**
 * Runs the pending migrations, in their order, and returns their names. The lock `<schema>:migrate` is held on the very
 * connection that migrates, so of two instances that start together one migrates, the other waits and finds nothing to do,
 * and nobody goes on migrating without the lock.
 *
 * @throws the first failure, such as the time-out of a long DDL: give the data source `statementTimeoutMs: 0` for real data
 */
export async function runMigrations(dataSource: DataSource, logger?: Logger): Promise<string[]> {
  const queryRunner = dataSource.createQueryRunner();
  const lock = lockName(`${dataSource.driver.database}:migrate`);
  try {
    while (!(await gotLock(queryRunner, lock))) logger?.info({ lock }, 'another process migrates, waiting');
    try {
      return await migrate(dataSource, queryRunner, logger);
    } finally {
      await queryRunner.query('SELECT RELEASE_LOCK(?)', [lock]);
    }
  } finally {
    await queryRunner.release();
  }
}

async function migrate(dataSource: DataSource, queryRunner: QueryRunner, logger?: Logger): Promise<string[]> {
  const executor = new MigrationExecutor(dataSource, queryRunner);
  const pending = await executor.getPendingMigrations();
  for (const [index, migration] of pending.entries()) {
    const startedAt = performance.now();
    await executor.executeMigration(migration);
    const ms = Math.round(performance.now() - startedAt);
    logger?.info({ migration: migration.name, ms, done: index + 1, of: pending.length }, 'migrated');
  }
  return pending.map(({ name }) => name);
}

async function gotLock(queryRunner: QueryRunner, lock: string): Promise<boolean> {
  const rows: { got: unknown }[] = await queryRunner.query('SELECT GET_LOCK(?, ?) AS got', [lock, WAIT_SLICE_S]);
  return String(rows[0]?.got) === '1';
}
