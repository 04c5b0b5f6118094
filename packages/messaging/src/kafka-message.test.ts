import { expect, it } from '@jest/globals';
import type { KafkaMessage } from 'kafkajs';
import { toBusMessage } from './kafka-message.js';

/** As the client decodes it: a value that is null stays null, a header that came twice is a list. */
const decoded = (more: object) =>
  ({ key: null, value: null, timestamp: '0', offset: '9223372036854775807', attributes: 0, ...more }) as KafkaMessage;

it('takes every header that a producer may have sent, also one without a value or of a strange name', () => {
  const headers = Object.fromEntries<unknown>([
    ['nothing', null],
    ['twice', [Buffer.from('a'), null]],
    ['__proto__', Buffer.from('b')],
    ['bytes', Buffer.from([0xff, 0])],
  ]);
  const { headers: taken } = toBusMessage('t', 0, decoded({ headers }));
  expect(Object.entries(taken)).toEqual([
    ['nothing', ''],
    ['twice', ''],
    ['__proto__', 'b'],
    ['bytes', '\ufffd\u0000'],
  ]);
});

it('takes a message without key, headers and value', () => {
  expect(toBusMessage('t', 3, decoded({}))).toEqual({
    ...{ topic: 't', partition: 3, offset: 2n ** 63n - 1n, key: null, headers: {}, value: Buffer.alloc(0) },
  });
});
