import type { EndpointContract } from '@genkan/contracts/endpoint';
import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../src/binder.js';
import { type addBook, borrow, renameBook } from '../fixtures/book-contracts.js';
import { type book, library } from '../fixtures/library.js';

const path = '/books/b1/title';
const title = { title: 'Genji' };
const rename = () => library().call(renameBook, { path });

describe('an update', () => {
  it('of the version that its caller saw is done, and answers with the next', async () => {
    const answer = await rename().set('if-match', '"7"').send(title);
    expect([answer.status, answer.headers.etag]).toEqual([200, '"8"']);
  });

  it('of another version is 412', async () => {
    for (const tag of ['"6"', '"8"', '"4294967295"']) {
      const { status, body } = await rename().set('if-match', tag).send(title);
      expect([status, body.code]).toEqual([412, 'gateway.precondition_failed']);
    }
  });

  it('without a version is 428, once everything else is right', async () => {
    const { status, body } = await rename().send(title);
    expect([status, body.code]).toEqual([428, 'gateway.precondition_required']);
    expect((await rename().send({ title: '' })).status).toBe(400);
  });

  it.each([
    '7',
    'W/"7"',
    '"v7"',
    '""',
    '"0"',
    '"07"',
    '*',
    '"7", "8"',
    '"7"x',
    '"99999999999"',
    '"7"\t"7"',
    'x'.repeat(500),
  ])('with the If-Match %j is 400, named with whatever else is wrong', async (tag) => {
    const { status, body } = await rename().set('if-match', tag).send({ title: '' });
    expect([status, body.code]).toEqual([400, 'gateway.invalid_request']);
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(['header.if-match', 'body.title']);
  });

  it('whose answer lacks the version does not compile; no hole is left that only the next update would find', () => {
    type Compiles<Value, E extends EndpointContract> = Value extends Answer<E> ? true : false;
    type Body = { body: typeof book };
    const compiles: [
      Compiles<Body & { etag: string }, typeof renameBook>,
      Compiles<Body, typeof renameBook>,
      Compiles<Body, typeof addBook>,
      Compiles<Body & { etag: string }, typeof addBook>,
    ] = [true, false, true, false];
    expect(compiles).toHaveLength(4);
  });

  it('is answered in full, whatever its caller has already', async () => {
    const answer = await rename().set({ 'if-match': '"7"', 'if-none-match': '"8"' }).send(title);
    expect([answer.status, answer.body.title]).toEqual([200, 'Genji']);
  });
});

it('an endpoint that is no update does not look at If-Match', async () => {
  expect((await library().call(borrow, { ctx: {} }).set('if-match', 'x')).status).toBe(201);
});
