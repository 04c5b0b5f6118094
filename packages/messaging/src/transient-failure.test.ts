import { expect, it } from '@jest/globals';
import { isTransient, TransientFailure } from './transient-failure.js';

const failure = (properties: object, message = 'failed') => Object.assign(new Error(message), properties);

it.each([
  ['a deadlock', failure({ errno: 1213, code: 'ER_LOCK_DEADLOCK' })],
  ['a statement time-out of MariaDB', failure({ errno: 1969 })],
  ['a statement time-out of MySQL', failure({ errno: 3024, code: 'ER_QUERY_TIMEOUT' })],
  ['the farewell of MySQL to an idle connection', failure({ errno: 4031, code: 'ER_CLIENT_INTERACTION_TIMEOUT' })],
  ['a refused connection', failure({ errno: -111, code: 'ECONNREFUSED' })],
  ['a lost connection', failure({ code: 'PROTOCOL_CONNECTION_LOST', fatal: true })],
  ['a pool that is closed', failure({}, 'Pool is closed.')],
  ['a connection in a closed state', failure({}, "Can't add new command when connection is in closed state")],
  ['a failure that a handler declares so', new TransientFailure('later')],
  ['a failure because of one', failure({ cause: new TransientFailure('later') })],
])('%s may pass', (_, error) => {
  expect(isTransient(error)).toBe(true);
});

it.each([
  ['a duplicate key', failure({ errno: 1062, code: 'ER_DUP_ENTRY' })],
  ['a value that is too long', failure({ errno: 1406, code: 'ER_DATA_TOO_LONG' })],
  ['a wrong type', new TypeError('x is undefined')],
  ['a missing file', failure({ errno: -2, code: 'ENOENT' })],
  ['something that is no error', 'text'],
])('%s stays', (_, error) => {
  expect(isTransient(error)).toBe(false);
});
