import { randomBytes } from 'node:crypto';
import { createDataSource, type DataSourceSettings } from '@genkan/persistence/data-source';
import { runMigrations } from '@genkan/persistence/migrate';
import { createConnection } from 'mysql2/promise';
import type { DataSource } from 'typeorm';

/** A schema of its own for one test file. */
export interface TestDatabase {
  /** Initialised and migrated. */
  readonly dataSource: DataSource;
  /** For code under test that connects by itself. */
  readonly url: string;
  /** Closes the pool and drops the schema; call it in `afterAll`. */
  drop(): Promise<void>;
}

/**
 * A new schema with a random name on the server of DATABASE_URL, migrated. Rows of earlier tests in the same file stay: let
 * each test make its own account.
 *
 * @throws Error when DATABASE_URL is not set
 */
export async function createTestDatabase(
  settings: Pick<DataSourceSettings, 'entities' | 'migrations'> & { readonly poolSize?: number },
): Promise<TestDatabase> {
  const server = process.env.DATABASE_URL;
  if (!server) throw new Error('DATABASE_URL is not set, so there is no database to test with: run npm test.');
  const schema = `test_${randomBytes(8).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${schema} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  const drop = () => execute(server, `DROP DATABASE ${schema}`);
  const url = Object.assign(new URL(server), { pathname: `/${schema}` }).href;
  try {
    const dataSource = await createDataSource({ ...settings, url });
    await runMigrations(dataSource).catch((error) => dataSource.destroy().then(() => Promise.reject(error)));
    return { dataSource, url, drop: () => dataSource.destroy().then(drop) };
  } catch (error) {
    await drop();
    throw error;
  }
}

async function execute(server: string, sql: string): Promise<void> {
  const connection = await createConnection(server);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}
