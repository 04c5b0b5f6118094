import { describe, expect, it } from '@jest/globals';
import { addBook, getBestBook, giveBack } from '../fixtures/book-contracts.js';
import { exchange } from '../fixtures/exchange.js';
import { library } from '../fixtures/library.js';

const post = (body: string | Buffer, type = 'application/json') =>
  library().call(addBook).set('content-type', type).send(body);
const fields = (body: { errors?: { field: string; code: string }[] }) =>
  (body.errors ?? []).map(({ field, code }) => `${field} ${code}`);

describe('a body that cannot be read', () => {
  it.each([
    ['is cut off', '{"title":"Ko'],
    ['is no JSON', 'title=Kokoro'],
    ['has a comment', '{"title":"x"/* y */}'],
    ['has single quotes', "{'title':'x'}"],
    ['has a trailing comma', '{"title":"x",}'],
    ['holds NaN', '{"title":"x","pages":NaN}'],
    ['begins with a byte order mark', '\uFEFF{"title":"x"}'],
    ['has two values', '{"title":"x"}{"title":"y"}'],
    ['has a control character in a text', '{"title":"a\u0001"}'],
    ['is only a space', ' '],
    ['opens thousands of brackets', '['.repeat(30_000)],
  ])('that %s is a 400 problem that quotes nothing of it', async (_why, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'gateway.malformed_request', detail: 'The body is not JSON in UTF-8' });
    expect(answer.text).not.toContain('Ko');
  });

  it.each([
    ['a name twice', '{"title":"x","title":"y"}'],
    ['a name twice, once with an escape', '{"title":"x","\\u0074itle":"y"}'],
    ['a name twice, apart and with blanks', '{"title" :"x","pages":1,"title"\n:"x"}'],
    ['a name twice deep inside', '{"title":"x","anything":[{"a":{"b":1,"c":[{}],"b":1}}]}'],
    ['the prototype twice', '{"title":"x","__proto__":1,"__proto__":2}'],
    ['half of a surrogate pair', '{"title":"\\ud83d"}'],
    ['the other half, in a name', '{"title":"x","\\uDE00":1}'],
    ['two halves in the wrong order', '{"title":"\\ude00\\ud83d"}'],
  ])('that readers would read differently (%s) is a 400 problem', async (_why, body) => {
    const answer = await post(body);
    expect([answer.status, answer.body.code]).toEqual([400, 'gateway.malformed_request']);
  });

  it.each([
    '{"title":"x","anything":[{"a":1},{"a":1}]}',
    '{"title":"title","anything":{"title":{"title":1}}}',
    '{"title":"\\ud83d\\ude00 \\\\ud83d"}',
    '{"title":"\\\\","anything":"\\"title\\":"}',
  ])('that only looks like it (%s) is read', async (body) => {
    expect((await post(body)).status).toBe(201);
  });

  it.each([
    'text/plain',
    '\u00a0application/json',
    'application/json;\u00a0charset=utf-8',
    'application/json; charset="utf-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json-patch+json',
    'application/json; charset=utf-16',
    'application/json, text/plain',
    'nonsense',
  ])('of type %s is a 415 problem', async (type) => {
    const answer = await post('{"title":"x"}', type);
    expect(answer.status).toBe(415);
    expect(answer.body.code).toBe('gateway.unsupported_media_type');
  });

  it.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
  ])('would have been read as %s', async (type) => {
    expect((await post('{"title":"x"}', type)).status).toBe(201);
  });

  it('that is compressed is a 415 problem', async () => {
    const answer = await library().call(addBook).set('content-encoding', 'gzip').send({ title: 'x' });
    expect(answer.status).toBe(415);
  });

  it.each([
    ['65,536 bytes are read', 0, 201],
    ['65,537 are not', 1, 413],
  ])('%s', async (_what, more, status) => {
    const frame = '{"title":"x","anything":""}';
    const answer = await post(frame.replace('""', `"${'a'.repeat(65_536 - frame.length + more)}"`));
    expect(answer.status).toBe(status);
  });

  const sendBytes = (...chunks: Buffer[]) => {
    const { app, token } = library();
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token('AddBook')}` };
    return exchange(app, { method: 'POST', path: '/api/v1/books', headers, chunks });
  };

  it('that is not UTF-8 is a 400 problem', async () => {
    const answer = await sendBytes(Buffer.from('{"title":"\xff\xfe"}', 'latin1'));
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text).code).toBe('gateway.malformed_request');
  });

  it('that is too large is a 413 problem also when it does not say how long it is, and ends the connection', async () => {
    const answer = await sendBytes(...Array.from({ length: 10 }, () => Buffer.alloc(10_000, '[')));
    expect(answer.status).toBe(413);
    expect(answer.headers.connection).toBe('close');
    expect(JSON.parse(answer.text)).toMatchObject({
      code: 'gateway.body_too_large',
      detail: 'At most 65536 bytes are read',
    });
  });

  it('that comes in pieces is read as one', async () => {
    const pieces = Buffer.from('{"title":"心"}');
    const answer = await sendBytes(pieces.subarray(0, 11), pieces.subarray(11));
    expect([answer.status, JSON.parse(answer.text).title]).toEqual([201, '心']);
  });
});

describe('a request with invalid fields', () => {
  it('names all of them at once, wherever they are', async () => {
    const answer = await library()
      .call(addBook, { path: '/books?shelf=toolong&color=red&a=1&a=2' })
      .send({ pages: 'many', author: { city: 'x', age: 3 }, tags: ['ok', 5], isAdmin: true });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('gateway.invalid_request');
    expect(fields(answer.body).sort()).toEqual([
      'body.author.age unknown_field',
      'body.author.city too_small',
      'body.author.name required',
      'body.isAdmin unknown_field',
      'body.pages wrong_type',
      'body.tags.1 wrong_type',
      'body.title required',
      'query.a duplicate',
      'query.a unknown_field',
      'query.color unknown_field',
      'query.shelf too_big',
    ]);
  });

  it.each([
    ['nothing', '', ['body required']],
    ['null', 'null', ['body wrong_type']],
    ['a list', '[]', ['body wrong_type']],
    ['a text', '"x"', ['body wrong_type']],
    ['a number', '5', ['body wrong_type']],
    ['null for a field', '{"title":null}', ['body.title wrong_type']],
    ['a list for a field', '{"title":["x"]}', ['body.title wrong_type']],
    ['the prototype', '{"title":"x","__proto__":{"isAdmin":true}}', ['body.__proto__ unknown_field']],
    ['the constructor', '{"title":"x","constructor":{"prototype":{}}}', ['body.constructor unknown_field']],
  ])('%s as its body is refused', async (_what, body, expected) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(fields(answer.body)).toEqual(expected);
  });

  it.each(['?__proto__=1', '?constructor=1', '?toString=1', '?shelf[a]=1', '?shelf%00=1', '?=x', '?%20'])(
    'the query %s is refused',
    async (query) => {
      const answer = await library().call(getBestBook, { path: `/books/best${query}` });
      expect([answer.status, answer.body.code]).toEqual([400, 'gateway.invalid_request']);
      expect(answer.body.errors[0].code).toBe('unknown_field');
    },
  );

  it.each(['?shelf=%zz', '?%=1', '?shelf=%C3%28'])('the query %s cannot be read', async (query) => {
    const answer = await library()
      .call(addBook, { path: `/books${query}` })
      .send({ title: 'x' });
    expect([answer.status, answer.body.code]).toEqual([400, 'gateway.malformed_request']);
  });

  it('a body that the contract does not have is refused', async () => {
    const answer = await library().call(giveBack).send({ why: 'bored' });
    expect(fields(answer.body)).toEqual(['body unknown_field']);
  });

  it.each(['9007199254740992', '-9007199254740993', '1e300', '1e999', '12345678901234567890'])(
    'the number %s is refused, not rounded',
    async (number) => {
      const answer = await post(`{"title":"x","anything":[{"deep":${number}}]}`);
      expect(fields(answer.body)).toEqual(['body.anything.0.deep unsafe_number']);
    },
  );

  it('large but exact numbers and numbers in texts are left alone', async () => {
    expect(
      (await post('{"title":"x","anything":[9007199254740991,0.12345678901234567,"12345678901234567890",1e3]}')).status,
    ).toBe(201);
  });

  it('thousands of faults are told in part, quickly', async () => {
    const keys = Array.from({ length: 5_000 }, (_, n) => `"k${n}":1`).join();
    const nested = `${'['.repeat(20_000)}1e300${']'.repeat(20_000)}`;
    const startedAt = performance.now();
    expect((await post(`{${keys}}`)).body.errors).toHaveLength(100);
    expect((await post(`{"title":"x","anything":${nested}}`)).status).toBe(400);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
