/** The two servers that are supported; they differ in a few names. */
export type DatabaseKind = 'mariadb' | 'mysql';

/** Short enough that four attempts of a transaction end before the gateway stops waiting (10 s). */
const LONGEST_LOCK_WAIT_S = 2;

/** The default of MySQL 8.4, on MariaDB too: nothing is cut, guessed or set to zero instead of failing. */
const SQL_MODE = [
  'ONLY_FULL_GROUP_BY',
  'STRICT_TRANS_TABLES',
  'NO_ZERO_IN_DATE',
  'NO_ZERO_DATE',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_ENGINE_SUBSTITUTION',
].join();

/**
 * Statements that a new connection of a pool runs first. READ COMMITTED becomes the session's default here, so that a
 * transaction costs no statement for it. `statementTimeoutMs` 0 is no limit; MySQL limits reads only, and bounds writes
 * by the lock wait.
 */
export function sessionSettings(kind: DatabaseKind, statementTimeoutMs: number): string[] {
  const timeout =
    kind === 'mariadb'
      ? `max_statement_time = ${statementTimeoutMs / 1_000}`
      : `max_execution_time = ${statementTimeoutMs}`;
  return [
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    `SET SESSION time_zone = '+00:00', sql_mode = '${SQL_MODE}', innodb_lock_wait_timeout = ${LONGEST_LOCK_WAIT_S}, ${timeout}`,
  ];
}
