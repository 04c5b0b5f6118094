import { randomBytes } from 'node:crypto';
import { connectionOptions } from '@genkan/persistence/connection-options';
import { createDataSource } from '@genkan/persistence/data-source';
import { runMigrations } from '@genkan/persistence/migrate';
import { createConnection } from 'mysql2/promise';
import { messagingEntities, messagingMigrations } from '../src/schema.js';

/** A new schema with the tables of this package, on the server of DATABASE_URL unless told. */
export async function scratchDatabase(server = process.env.DATABASE_URL) {
  if (!server) throw new Error('DATABASE_URL is not set: run npm test at the root.');
  const schema = `test_${randomBytes(6).toString('hex')}`;
  const execute = async (sql: string) => {
    const connection = await createConnection({ ...connectionOptions(server), database: undefined });
    await connection.query(sql);
    await connection.end();
  };
  await execute(`CREATE DATABASE ${schema} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  const url = new URL(server);
  url.pathname = `/${schema}`;
  const dataSource = await createDataSource({
    url: url.href,
    entities: messagingEntities,
    migrations: messagingMigrations,
  });
  await runMigrations(dataSource);
  return {
    url: url.href,
    schema,
    dataSource,
    rows: (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => dataSource.query(sql, values),
    async drop() {
      await dataSource.destroy();
      await execute(`DROP DATABASE ${schema}`);
    },
  };
}

export type ScratchDatabase = Awaited<ReturnType<typeof scratchDatabase>>;
