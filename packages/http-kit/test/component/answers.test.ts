import { Refusal } from '@genkan/call/refusal';
import { describe, expect, it } from '@jest/globals';
import { type LooseAnswer, type Route, route } from '../../src/binder.js';
import { addBook, borrow, getBook, giveBack } from '../fixtures/book-contracts.js';
import { book, library, libraryRoutes } from '../fixtures/library.js';

/** A route that answers as no type would allow. */
function answering(name: string, answer: LooseAnswer): Route {
  const found = libraryRoutes().find(({ endpoint }) => endpoint.name === name);
  if (!found) throw new Error(`no route ${name}`);
  return { ...found, handle: async () => answer, present: (value) => value as LooseAnswer };
}
const visitor = { ctx: {} };
const readIt = { path: '/books/b1' };

describe('an answer', () => {
  it('names the first record of its call, so that the gateway makes none', async () => {
    const recorded = route(getBook, async (ctx) => {
      ctx.recording.eventId = 'event-1';
      return { body: book, etag: '1' };
    });
    expect((await library([recorded]).call(getBook, readIt)).headers['genkan-recorded']).toBe('event-1');
    expect((await library().call(getBook, readIt)).headers['genkan-recorded']).toBeUndefined();
  });

  it('that is a refusal names the record that was committed before it', async () => {
    const refused = route(addBook, async (ctx) => {
      ctx.recording.eventId = 'event-2';
      throw new Refusal<string>('identity.book_exists');
    });
    const answer = await library([refused]).call(addBook).send({ title: 'x' });
    expect([answer.status, answer.headers['genkan-recorded']]).toEqual([409, 'event-2']);
  });

  it('sets and clears the cookies of its contract by headers to the gateway', async () => {
    const set = { session: { token: 'abc-_123', maxAgeSeconds: 43_200 }, device: 'clear' } as const;
    const both = route(borrow, async () => ({ body: { device: null }, set }));
    const answer = await library([both]).call(borrow, visitor);
    expect(answer.headers).toMatchObject({ 'genkan-set-session': 'abc-_123;43200', 'genkan-set-device': '' });
    const cleared = route(giveBack, async () => ({ set: { session: 'clear' as const } }));
    expect((await library([cleared]).call(giveBack)).headers['genkan-set-session']).toBe('');
  });

  it.each([
    ['a cookie that its contract does not set', { draft: 'clear' }],
    ['a token that would break the header', { session: { token: 'a;b\r\nx: y', maxAgeSeconds: 60 } }],
    ['an empty token', { session: { token: '', maxAgeSeconds: 60 } }],
    ['a life of no seconds', { session: { token: 'abc', maxAgeSeconds: 0 } }],
    ['a good and a forbidden cookie', { session: { token: 'abc', maxAgeSeconds: 60 }, draft: 'clear' }],
  ] as const)('with %s is a fault, and sets nothing', async (_what, set) => {
    const answer = await library([answering('borrow', { body: { device: null }, set })]).call(borrow, visitor);
    expect(answer.status).toBe(500);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('genkan-'))).toEqual([]);
  });

  it('with a version has an entity tag, and is not sent to a client that has it already', async () => {
    const { call } = library();
    const first = await call(getBook, readIt);
    expect(first.headers.etag).toBe('"v7"');
    for (const tag of ['"v7"', 'W/"v7"']) {
      const second = await call(getBook, readIt).set('if-none-match', tag);
      expect([second.status, second.text]).toEqual([304, '']);
    }
    expect((await call(getBook, readIt).set('if-none-match', '"v6"')).status).toBe(200);
  });

  it('without a version has no entity tag', async () => {
    expect((await library().call(addBook).send({ title: 'x' })).headers.etag).toBeUndefined();
  });
});

describe('an answer beyond its contract', () => {
  const more = { ...book, passwordHash: 'secret', author: { name: 'M.', born: 973 } };

  it('loses the fields that the contract does not have', async () => {
    const answer = await library([answering('getBook', { body: more })], { isStrict: false }).call(getBook, readIt);
    expect([answer.status, answer.body]).toEqual([200, { ...book, author: { name: 'M.' } }]);
  });

  it('is a fault where answers are validated, named in the log and not to the caller', async () => {
    const { call, logged } = library([answering('getBook', { body: more })]);
    const answer = await call(getBook, readIt);
    expect([answer.status, answer.body.code]).toEqual([500, 'gateway.internal_error']);
    expect(answer.text).not.toContain('passwordHash');
    expect(JSON.stringify(logged)).toContain('body.passwordHash, body.author.born');
  });

  it.each([
    ['lacks a field', { bookId: 'b' }],
    ['has a field of another type', { bookId: 'b', title: 5 }],
    ['is missing', undefined],
    ['is a list', []],
  ])('that %s is a fault everywhere', async (_what, body) => {
    for (const isStrict of [true, false]) {
      const { call, logged } = library([answering('getBook', { body })], { isStrict });
      expect((await call(getBook, readIt)).status).toBe(500);
      expect(JSON.stringify(logged)).toContain('The answer of getBook breaks its contract at');
    }
  });

  it('where the contract has no body sends none', async () => {
    const answer = await library([answering('giveBack', { body: { secret: 1 } })]).call(giveBack);
    expect([answer.status, answer.text]).toEqual([204, '']);
  });
});
