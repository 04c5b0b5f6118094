import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addBook, getBook } from '../fixtures/book-contracts.js';
import { exchange } from '../fixtures/exchange.js';
import { library } from '../fixtures/library.js';

const { app, token } = library();
const known = [200, 201, 304, 400, 404, 406, 413, 415];
const send = (action: string, method: string, path: string, headers: Record<string, string>, body: Buffer) =>
  exchange(app, { method, path, headers: { ...headers, authorization: `Bearer ${token(action)}` }, chunks: [body] });

/** Whatever else is wrong: an answer that the contracts know, and a problem when it is none of success. */
async function expectKnown(answered: ReturnType<typeof exchange>): Promise<void> {
  const { status = 0, headers, text } = await answered;
  expect(known).toContain(status);
  if (status < 400) return;
  expect(headers['content-type']).toBe('application/problem+json');
  expect(JSON.parse(text)).toMatchObject({ status, code: expect.any(String), requestId: expect.any(String) });
}

describe('whatever is sent', () => {
  it('as JSON is answered with success or a problem, never with a 500', async () => {
    const body = fc.oneof(
      fc.json({ maxDepth: 6 }),
      fc.record({ title: fc.anything(), author: fc.anything(), anything: fc.jsonValue() }).map((value) => {
        try {
          return JSON.stringify(value);
        } catch {
          return '';
        }
      }),
    );
    const headers = { 'content-type': 'application/json' };
    await fc.assert(
      fc.asyncProperty(body, (text) =>
        expectKnown(send(addBook.action, 'POST', '/api/v1/books', headers, Buffer.from(text ?? ''))),
      ),
      { numRuns: 150 },
    );
  });

  it('as bytes under any type is answered with success or a problem, never with a 500', async () => {
    const value = fc
      .string({ unit: fc.constantFrom(...'abc/;=,*"\'()<>@[]{}? \t0129-_.~%') })
      .map((text) => text.trim());
    const headers = fc.record(
      {
        'content-type': fc.oneof(value, fc.constant('application/json')),
        accept: value,
        'idempotency-key': value,
        'if-none-match': value,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), headers, (bytes, given) =>
        expectKnown(send(addBook.action, 'POST', '/api/v1/books', given as Record<string, string>, Buffer.from(bytes))),
      ),
      { numRuns: 150 },
    );
  });

  it('as path and query is answered with success or a problem, never with a 500', async () => {
    const piece = fc.string({ unit: fc.constantFrom(...'abz09-._~!$&()*+,;=:@/?%[]{}|^`<>"') });
    await fc.assert(
      fc.asyncProperty(piece, piece, (path, query) =>
        expectKnown(
          send(getBook.action, 'GET', `/api/v1/books/${path.replaceAll('?', '')}?${query}`, {}, Buffer.alloc(0)),
        ),
      ),
      { numRuns: 150 },
    );
  });
});
