import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { Refusal } from './refusal.js';
import { createCursors } from './signed-cursor.js';

const key = Buffer.alloc(32, 7);
const position = z.object({ at: z.string(), id: z.string() });
const cursors = createCursors({ key, position });
const scope = { query: { size: 20, action: 'SignIn' }, account: '204718330962' };
const anyPosition = fc.record({ at: fc.string({ unit: 'grapheme', maxLength: 40 }), id: fc.string({ maxLength: 40 }) });

const refusal = (decode: () => unknown): unknown => {
  try {
    return decode();
  } catch (error) {
    return error instanceof Refusal ? [error.code, error.fieldErrors?.[0]?.field] : error;
  }
};
const refused = ['gateway.invalid_request', 'query.cursor'];

describe('a cursor', () => {
  it('brings back any position, for the same query in any order of keys', () => {
    fc.assert(
      fc.property(anyPosition, (at) => {
        const cursor = cursors.encode(at, scope);
        const query = { action: 'SignIn', cursor, actorId: undefined, size: 20 };
        expect(cursors.decode(cursor, { ...scope, query })).toEqual(at);
      }),
    );
  });

  it('is refused after any change of any character', () => {
    const character = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ');
    fc.assert(
      fc.property(anyPosition, fc.nat(), character, (at, where, replacement) => {
        const cursor = cursors.encode(at, scope);
        const index = where % cursor.length;
        fc.pre(cursor[index] !== replacement);
        const changed = cursor.slice(0, index) + replacement + cursor.slice(index + 1);
        expect(refusal(() => cursors.decode(changed, scope))).toEqual(refused);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused whatever else is sent instead', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(refusal(() => cursors.decode(text, scope))).toEqual(refused);
      }),
    );
  });

  it.each([
    ['another account', { ...scope, account: '204718330963' }],
    ['no account', { ...scope, account: null }],
    ['another filter', { ...scope, query: { size: 20, action: 'SignOut' } }],
    ['one filter less', { ...scope, query: { size: 20 } }],
    ['one filter more', { ...scope, query: { ...scope.query, result: 'FAIL' } }],
    ['another size', { ...scope, query: { ...scope.query, size: 21 } }],
    ['a size of another type', { ...scope, query: { ...scope.query, size: '20' } }],
  ])('is refused for %s', (_what, other) => {
    const cursor = cursors.encode({ at: 'x', id: 'y' }, scope);
    expect(refusal(() => cursors.decode(cursor, other))).toEqual(refused);
  });

  it('of another key is refused', () => {
    const theirs = createCursors({ key: Buffer.alloc(32, 8), position }).encode({ at: 'x', id: 'y' }, scope);
    expect(refusal(() => cursors.decode(theirs, scope))).toEqual(refused);
  });

  it('of an older release, whose position no longer fits, is refused with the code of its endpoint', () => {
    const older = createCursors({ key, position: z.object({ page: z.number() }) }).encode({ page: 2 }, scope);
    const newer = createCursors({ key, position, code: 'audit.cursor_invalid' });
    expect(refusal(() => newer.decode(older, scope))).toEqual(['audit.cursor_invalid', 'query.cursor']);
  });
});
