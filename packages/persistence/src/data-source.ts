import type { Logger } from '@genkan/observability/logger';
import { createPool, type PoolConnection, type PoolOptions } from 'mysql2';
import { type Connection, createConnection } from 'mysql2/promise';
import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import { connectionOptions } from './connection-options.js';
import { ormLogger } from './orm-logger.js';
import { pause } from './pause.js';
import { type DatabaseKind, sessionSettings } from './session-settings.js';

/** A migration as typeorm wants it: a class whose name ends in 13 digits, see `migration`. */
export type MigrationClass = new () => MigrationInterface;

export interface DataSourceSettings {
  /** `mysql://user:password@host:port/schema`, see `connectionOptions` for TLS. */
  readonly url: string;
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly MigrationClass[];
  /** Connections at most; 10 unless told. A query beyond them waits. */
  readonly poolSize?: number;
  /** The server stops a statement after this time; 8 s unless told, 0 for never. */
  readonly statementTimeoutMs?: number;
  /** How long it waits at the start for a database that is not there yet; 20 s unless told. */
  readonly waitMs?: number;
  /** Gets statements slower than 1 s (without their parameters) and lost connections. */
  readonly logger?: Logger;
}

const SLOW_QUERY_MS = 1_000;
const WAIT_STEP_MS = 500;
/** The machine's name is unknown, the machine does not answer, nobody listens there, or the server was about to start or end. */
const NOT_THERE = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'PROTOCOL_CONNECTION_LOST',
];

/**
 * An initialised pool on MariaDB or MySQL (told apart by their version). Times are UTC, BIGINT and DECIMAL are strings, the
 * isolation level is READ COMMITTED on every connection. Nothing is migrated. A connection that broke leaves the pool, so
 * after the database came back the next query gets a new one.
 *
 * @throws the driver's error when the database refuses, or is not there within `waitMs`
 */
export async function createDataSource(settings: DataSourceSettings): Promise<DataSource> {
  const { url, entities, migrations, poolSize = 10, statementTimeoutMs = 8_000, waitMs = 20_000, logger } = settings;
  const connection = connectionOptions(url);
  const type = await databaseKind(url, waitMs);
  const dataSource = new DataSource({
    type,
    driver: { createPool: (options: PoolOptions) => preparedPool(options, sessionSettings(type, statementTimeoutMs)) },
    ...(connection.database ? { database: connection.database } : {}),
    poolSize,
    timezone: 'Z',
    extra: connection,
    entities: [...entities],
    migrations: [...migrations],
    synchronize: false,
    migrationsRun: false,
    logger: ormLogger(logger),
    maxQueryExecutionTime: SLOW_QUERY_MS,
  });
  return dataSource.initialize();
}

async function databaseKind(url: string, waitMs: number): Promise<DatabaseKind> {
  const connection = await firstConnection(url, waitMs);
  try {
    const [rows] = await connection.query('SELECT VERSION() AS version');
    return JSON.stringify(rows).includes('MariaDB') ? 'mariadb' : 'mysql';
  } finally {
    connection.destroy();
  }
}

/** When everything starts at once, a service is often ready before its database is. */
async function firstConnection(url: string, waitMs: number): Promise<Connection> {
  const timeout = AbortSignal.timeout(waitMs);
  for (;;) {
    try {
      return await createConnection(connectionOptions(url));
    } catch (error) {
      if (timeout.aborted || !isNotThere(error)) throw error;
      await pause(WAIT_STEP_MS, timeout);
    }
  }
}

const isNotThere = (error: unknown): boolean => NOT_THERE.includes(String((error as NodeJS.ErrnoException).code));

/**
 * A connection is announced before its first user gets it, and runs its commands in order: so the settings come before
 * anything else. One that refuses them is closed, and its user's transaction fails.
 */
function preparedPool(options: PoolOptions, settings: readonly string[]) {
  const pool = createPool(options);
  pool.on('connection', (connection) => {
    for (const sql of settings) connection.query(sql, (error) => error && connection.destroy());
    // Something unasked came: MySQL's farewell to a connection that was idle for too long, met by the next question. The driver
    // takes it for that question's error and would give the dead connection to the next user.
    connection.on('warn', () => connection.destroy());
    Object.assign(connection, { promise: () => promised(connection) });
  });
  return pool;
}

/**
 * What typeorm needs of a connection's promises. It asks for them anew for each statement, and the driver's own wrapper notes a
 * stack and listens to four events each time: 40 % of a statement's processor time.
 */
const promised = (connection: PoolConnection) => ({
  query: (sql: string, values?: unknown[]) =>
    new Promise((resolve, reject) => {
      connection.query(sql, values ?? [], (error, rows, fields) => (error ? reject(error) : resolve([rows, fields])));
    }),
});
