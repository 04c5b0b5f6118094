import { Refusal } from '@genkan/call/refusal';
import { describe, expect, it } from '@jest/globals';
import { type PartsCheck, route } from '../../src/binder.js';
import { addBook } from '../fixtures/book-contracts.js';
import { library } from '../fixtures/library.js';

type AddBookCheck = PartsCheck<typeof addBook>;

const refusing = (...fields: string[]) =>
  new Refusal<string>('identity.book_exists', {
    fieldErrors: fields.map((field) => ({ field, code: 'domain', message: 'says the domain' })),
  });

/** What `POST /books` answers, and whether its handler ran. */
async function add(body: object, check: AddBookCheck) {
  let handled = 0;
  const handler = async () => {
    handled += 1;
    return { body: { bookId: 'b1', title: 'x' } };
  };
  const answer = await library([route(addBook, handler, { check })])
    .call(addBook)
    .send(body);
  const errors: { field: string; code: string }[] = answer.body.errors ?? [];
  return {
    status: answer.status,
    code: answer.body.code,
    errors: errors.map(({ field, code }) => `${field} ${code}`),
    handled,
  };
}

describe('the check of a route', () => {
  it('adds what the domain refuses to what the contract refuses, in one answer', async () => {
    const answer = await add({ title: 'Kokoro', pages: 'many' }, (_ctx, { body }) => {
      if (body?.title === 'Kokoro') throw refusing('body.title');
    });
    expect(answer).toEqual({
      status: 400,
      code: 'gateway.invalid_request',
      errors: ['body.pages wrong_type', 'body.title domain'],
      handled: 0,
    });
  });

  it('does not name a field again that the contract refuses', async () => {
    const { errors } = await add({ title: 5 }, () => {
      throw refusing('body.title', 'body.tags');
    });
    expect(errors).toEqual(['body.title wrong_type', 'body.tags domain']);
  });

  it('gets the parts that fit, and may ask which do not', async () => {
    const seen: unknown[] = [];
    await add({ title: 'x', author: { name: 'Natsume', city: '' } }, (_ctx, { body, query }, isRefused) => {
      seen.push(body, query, isRefused('body.author.city'), isRefused('body.title'));
    });
    expect(seen).toMatchObject([{ title: 'x', author: { name: 'Natsume' } }, {}, true, false]);
  });

  it('is not asked about a request that the contract takes', async () => {
    const answer = await add({ title: 'x' }, () => {
      throw refusing('body.title');
    });
    expect(answer).toMatchObject({ status: 201, handled: 1 });
  });

  it('that refuses no field adds nothing: what else is wrong is told once the fields are right', async () => {
    const answer = await add({}, () => {
      throw new Refusal<string>('identity.busy');
    });
    expect(answer).toMatchObject({ status: 400, errors: ['body.title required'] });
  });

  it('that fails is a fault, and that lacks what it needs is unavailable: neither is told as an invalid request', async () => {
    const broken = await add({}, () => {
      throw new Error('a bug');
    });
    expect(broken).toMatchObject({ status: 500, code: 'gateway.internal_error', errors: [] });
    const lost = await add({}, () => {
      throw new Refusal<string>('gateway.unavailable', { kind: 'operational' });
    });
    expect(lost).toMatchObject({ status: 503, code: 'gateway.unavailable', errors: [] });
  });
});
