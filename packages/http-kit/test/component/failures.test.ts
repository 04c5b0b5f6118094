import { Refusal } from '@genkan/call/refusal';
import { describe, expect, it } from '@jest/globals';
import { route } from '../../src/binder.js';
import { addBook } from '../fixtures/book-contracts.js';
import { library, reader } from '../fixtures/library.js';

class HashQueueFull extends Error {
  override readonly name = 'HashQueueFull';
}

const failing = (error: unknown, settings: Parameters<typeof library>[1] = {}) => {
  const throwing = route(addBook, async () => {
    throw error;
  });
  const { call, logged } = library([throwing], settings);
  return { answer: call(addBook, { ctx: { ...reader, requestId: REQUEST } }).send({ title: 'x' }), logged };
};
const REQUEST = '019ab000-0000-7000-8000-00000000000f';

describe('a refusal', () => {
  it('has the status and title of its contract, a stable code and the request id', async () => {
    const fieldErrors = [{ field: 'body.title', code: 'taken', message: 'Taken' }];
    const { answer } = failing(new Refusal<string>('identity.book_exists', { detail: 'Choose another', fieldErrors }));
    const { status, headers, body } = await answer;
    expect(status).toBe(409);
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(body).toEqual({
      type: 'urn:genkan:problem:identity.book_exists',
      title: 'There is such a book',
      status: 409,
      code: 'identity.book_exists',
      detail: 'Choose another',
      requestId: REQUEST,
      errors: fieldErrors,
    });
  });

  it('says when to come again, in whole seconds and never in none', async () => {
    for (const [seconds, header] of [
      [30, '30'],
      [0.2, '1'],
      [1.5, '2'],
      [0, '1'],
    ] as const) {
      const { answer } = failing(new Refusal<string>('identity.busy', { retryAfterSeconds: seconds }));
      expect((await answer).headers['retry-after']).toBe(header);
    }
  });

  it('is logged as loud as its kind asks, with the request id', async () => {
    for (const [kind, level] of [
      ['user', 'info'],
      ['operational', 'warn'],
    ] as const) {
      const { answer, logged } = failing(new Refusal<string>('identity.busy', { kind }));
      await answer;
      expect(logged.at(-1)).toMatchObject({
        level,
        requestId: REQUEST,
        endpoint: 'addBook',
        errorCode: 'identity.busy',
      });
    }
  });

  it('with an undeclared code is a fault of the service', async () => {
    for (const code of ['identity.never_declared', 'toString', '__proto__']) {
      const { answer, logged } = failing(new Refusal<string>(code, { detail: 'inner detail' }));
      const { status, body, text } = await answer;
      expect([status, body.code]).toEqual([500, 'gateway.internal_error']);
      expect(text).not.toContain('inner detail');
      expect(logged.at(-1)).toMatchObject({ level: 'error', msg: 'undeclared error code', errorCode: code });
    }
  });
});

describe('a fault', () => {
  it.each([
    ['an error', new Error('SELECT password FROM members')],
    ['an error of the library', new TypeError('Cannot read properties of undefined')],
    ['a text', 'password'],
    ['nothing', undefined],
    ['null', null],
  ])('that is %s becomes a 500 that tells nothing', async (_what, error) => {
    const { answer } = failing(error);
    const { status, body } = await answer;
    expect(status).toBe(500);
    expect(body).toEqual({
      type: 'urn:genkan:problem:gateway.internal_error',
      title: 'Something went wrong on our side',
      status: 500,
      code: 'gateway.internal_error',
      requestId: REQUEST,
    });
  });

  it('is logged with its stack', async () => {
    const { answer, logged } = failing(new Error('the reason'));
    await answer;
    expect(logged.at(-1)).toMatchObject({
      level: 'error',
      err: { message: 'the reason', stack: expect.stringContaining('at ') },
    });
  });
});

describe('an error that others throw', () => {
  it('that the service knows becomes what the service says', async () => {
    const { answer } = failing(new HashQueueFull(), {
      mapError: (error) =>
        error instanceof HashQueueFull
          ? new Refusal<string>('identity.busy', { kind: 'operational', retryAfterSeconds: 2 })
          : undefined,
    });
    const { status, headers, body } = await answer;
    expect([status, headers['retry-after'], body.code]).toEqual([429, '2', 'identity.busy']);
  });
});
