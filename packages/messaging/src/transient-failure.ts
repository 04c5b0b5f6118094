import { databaseErrno } from '@genkan/persistence/database-errno';

/** Thrown by a handler that may succeed later: the message is tried again, with a back-off, until it does. */
export class TransientFailure extends Error {
  override readonly name = 'TransientFailure';
}

/** Of the server: too many connections, shutting down, lock wait, deadlock, read-only, interrupted, statement time-out, idle for too long. */
const TRANSIENT_ERRNOS = new Set([
  1040, 1053, 1158, 1159, 1160, 1161, 1203, 1205, 1213, 1226, 1290, 1317, 1792, 1836, 1927, 1969, 3024, 4031,
]);
/** Of the system and the driver: the connection could not be made, or broke. */
const CONNECTION_CODE =
  /^(ECONN[A-Z]+|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|PROTOCOL_[A-Z_]+|POOL_[A-Z_]+)$/;
const CONNECTION_WORDS = /connection .*clos|pool is closed|not established|queue limit|already released/i;

/** Whether trying again may help: a failure of the database or the network, not of the message or its handler. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof TransientFailure) return true;
  const errno = databaseErrno(error);
  if (errno !== undefined) return TRANSIENT_ERRNOS.has(errno);
  const code = 'code' in error ? String(error.code) : '';
  return CONNECTION_CODE.test(code) || CONNECTION_WORDS.test(error.message) || isTransient(error.cause);
}
