import { expect, it } from '@jest/globals';
import { isTransient, mustWait, TransientFailure } from './transient-failure.js';

const failure = (properties: object, message = 'failed') => Object.assign(new Error(message), properties);

it.each([
  ['a deadlock', failure({ errno: 1213, code: 'ER_LOCK_DEADLOCK' })],
  ['a statement time-out of MariaDB', failure({ errno: 1969 })],
  ['a statement time-out of MySQL', failure({ errno: 3024, code: 'ER_QUERY_TIMEOUT' })],
  ['the farewell of MySQL to an idle connection', failure({ errno: 4031, code: 'ER_CLIENT_INTERACTION_TIMEOUT' })],
  ['a full disk', failure({ errno: 1021, code: 'ER_DISK_FULL' })],
  [
    'a full disk below the storage engine',
    failure({ errno: 1030, code: 'ER_GET_ERRNO' }, 'Got error 28 "No space left"'),
  ],
  ['a full disk of this machine', failure({ errno: -28, code: 'ENOSPC' })],
  ['a full table', failure({ errno: 1114, code: 'ER_RECORD_FILE_FULL' })],
  ['a server without memory', failure({ errno: 1037, code: 'ER_OUTOFMEMORY' })],
  ['a server with too many open files', failure({ errno: 1041, code: 'ER_OUT_OF_RESOURCES' })],
  ['too many open files of this process', failure({ errno: -24, code: 'EMFILE' })],
  ['a refused connection', failure({ errno: -111, code: 'ECONNREFUSED' })],
  ['a lost connection', failure({ code: 'PROTOCOL_CONNECTION_LOST', fatal: true })],
  ['a pool that is closed', failure({}, 'Pool is closed.')],
  ['a connection in a closed state', failure({}, "Can't add new command when connection is in closed state")],
  ['content that a newer release sealed', failure({ code: 'SEALED_CONTENT_NEWER' })],
  ['a failure that a handler declares so', new TransientFailure('later')],
  ['a failure because of one', failure({ cause: new TransientFailure('later') })],
])('%s may pass', (_, error) => {
  expect([isTransient(error), mustWait(error)]).toEqual([true, true]);
});

it.each([
  ['a right that is missing', failure({ errno: 1142, code: 'ER_TABLEACCESS_DENIED_ERROR' })],
  ['a password that was changed', failure({ errno: 1045, code: 'ER_ACCESS_DENIED_ERROR' })],
  ['a table that is not there yet', failure({ errno: 1146, code: 'ER_NO_SUCH_TABLE' })],
  ['a column that is not there yet', failure({ errno: 1054, code: 'ER_BAD_FIELD_ERROR' })],
  ['a column that this release does not know', failure({ errno: 1364, code: 'ER_NO_DEFAULT_FOR_FIELD' })],
  ['a failure because of one', failure({ cause: failure({ errno: 1146 }) })],
])('a message waits for %s, a caller does not', (_, error) => {
  expect([isTransient(error), mustWait(error)]).toEqual([false, true]);
});

it.each([
  ['a duplicate key', failure({ errno: 1062, code: 'ER_DUP_ENTRY' })],
  ['a value that is too long', failure({ errno: 1406, code: 'ER_DATA_TOO_LONG' })],
  ['text that is none', failure({ errno: 1366, code: 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD' })],
  ['a number out of range', failure({ errno: 1264, code: 'ER_WARN_DATA_OUT_OF_RANGE' })],
  ['a missing row that it refers to', failure({ errno: 1452, code: 'ER_NO_REFERENCED_ROW_2' })],
  ['a statement that is larger than the server takes', failure({ errno: 1153, code: 'ER_NET_PACKET_TOO_LARGE' })],
  ['a wrong type', new TypeError('x is undefined')],
  ['a missing file', failure({ errno: -2, code: 'ENOENT' })],
  ['something that is no error', 'text'],
])('%s stays', (_, error) => {
  expect([isTransient(error), mustWait(error)]).toEqual([false, false]);
});
