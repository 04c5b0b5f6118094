import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { connectionOptions } from '../src/connection-options.js';

/** A new, empty schema on the server of DATABASE_URL. (`@genkan/testing` is built on this package, so not usable here.) */
export async function scratchDatabase() {
  const server = process.env.DATABASE_URL;
  if (!server) throw new Error('DATABASE_URL is not set: run npm test at the root.');
  const schema = `test_${randomBytes(6).toString('hex')}`;
  const admin = await createConnection({ ...connectionOptions(server), database: undefined });
  await admin.query(`CREATE DATABASE ${schema} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  const url = new URL(server);
  url.pathname = `/${schema}`;
  return {
    url: url.href,
    schema,
    /** Ends a session as an operator would. */
    kill: (sessionId: number | string) => admin.query(`KILL CONNECTION ${Number(sessionId)}`),
    async rows(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
      const [rows] = await admin.query(sql, values);
      return rows as Record<string, unknown>[];
    },
    async drop() {
      await admin.query(`DROP DATABASE ${schema}`);
      await admin.end();
    },
  };
}

export type ScratchDatabase = Awaited<ReturnType<typeof scratchDatabase>>;
