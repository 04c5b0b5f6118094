import { databaseErrno } from '@genkan/persistence/database-errno';

/** Thrown by a handler that may succeed later: the message is tried again, with a back-off, until it does. */
export class TransientFailure extends Error {
  override readonly name = 'TransientFailure';
}

/** Errors of the server that may pass. */
const TRANSIENT_ERRNOS = new Set([
  // By themselves: too many connections, shutting down, broken off, lock wait, deadlock, rolled back at the commit, table being
  // changed, interrupted, statement time-out, idle for too long, a node of a cluster that is not ready.
  ...[1040, 1047, 1053, 1080, 1152, 1158, 1159, 1160, 1161, 1180, 1203, 1205, 1206, 1213, 1226, 1317, 1412, 1615, 1637],
  ...[1927, 1969, 3024, 3101, 3168, 3169, 3572, 4031],
  // The server lacks something: disk full, table or tablespace full, memory, sort memory, threads, open files (1016, 1041), a file
  // that cannot be made, written or closed, an error of the storage engine (1030, whose text has the reason, mostly a full disk),
  // a temporary table that a full disk cut (1034).
  ...[1003, 1004, 1016, 1021, 1023, 1026, 1028, 1030, 1034, 1037, 1038, 1041, 1114, 1135],
  // It was told not to write: read-only, read-only transaction, offline.
  ...[1290, 1792, 1836, 3032],
]);
/** Errors of the server that stay until an operator acts. */
const MENDABLE_ERRNOS = new Set([
  // A right, a user, a password or a schema is missing, expired or locked, as in a database that is being set up or restored.
  ...[1044, 1045, 1049, 1129, 1130, 1142, 1143, 1227, 1370, 1698, 1820, 1862, 3118, 4151],
  // Code and schema are of two releases, while a deployment goes on: a column or table that is not there yet (1054, 1146), a column
  // without a default that is there already (1364). A mistake in a statement looks the same: it waits for the release that mends it.
  ...[1054, 1146, 1364],
]);
/** Of the system and the driver: the connection could not be made, or broke; or this machine is out of disk, files or memory. */
const SYSTEM_CODE =
  /^(ECONN[A-Z]+|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOSPC|EDQUOT|EMFILE|ENFILE|ENOMEM|PROTOCOL_[A-Z_]+|POOL_[A-Z_]+)$/;
/** Of credentials: a newer release wrote what is sealed, while a deployment goes on. */
const NEWER_CONTENT = 'SEALED_CONTENT_NEWER';
const CONNECTION_WORDS = /connection .*clos|pool is closed|not established|queue limit|already released/i;

/** Whether trying again soon may help: a failure of the database, the network or this machine, or a newer release's work. */
export const isTransient = (error: unknown): boolean => hasCause(error, (errno) => TRANSIENT_ERRNOS.has(errno));

/**
 * Whether a message that failed so must wait: the cause is neither the message nor its handler. A message that waits holds back those
 * behind it, which operators see by the lag and by a warning for each try, and nothing is lost for the 7 days of a topic. A dead letter
 * is out of order for good and, so far, cannot be replayed, so none is made only because an operator was late.
 */
export const mustWait = (error: unknown): boolean =>
  hasCause(error, (errno) => TRANSIENT_ERRNOS.has(errno) || MENDABLE_ERRNOS.has(errno));

function hasCause(error: unknown, isOne: (errno: number) => boolean): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof TransientFailure) return true;
  const errno = databaseErrno(error);
  if (errno !== undefined) return isOne(errno);
  const code = 'code' in error ? String(error.code) : '';
  if (SYSTEM_CODE.test(code) || code === NEWER_CONTENT) return true;
  return CONNECTION_WORDS.test(error.message) || hasCause(error.cause, isOne);
}
