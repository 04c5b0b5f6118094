import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { route } from '../../src/binder.js';
import { publicHealth } from '../../src/health.js';
import { addBook, borrow, getBestBook, getBook, giveBack, lookUpCard } from '../fixtures/book-contracts.js';
import { library, libraryRoutes, reader } from '../fixtures/library.js';

const anonymous = {};
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe('a mounted endpoint', () => {
  it('answers with the status and body of its contract, and lets nobody store it', async () => {
    const answer = await library().call(addBook).send({ title: 'Kokoro' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ bookId: 'b1', title: 'Kokoro' });
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });

  it('gets its path parameters, decoded', async () => {
    const answer = await library().call(getBook, { path: '/books/a%2Fb%20c' });
    expect(answer.body.bookId).toBe('a/b c');
  });

  it('wins over one with a parameter at the same place, in whatever order they are given', async () => {
    for (const routes of [libraryRoutes(), libraryRoutes().reverse()]) {
      const answer = await library([], { routes }).call(getBestBook);
      expect(answer.body.title).toBe('the best');
    }
  });

  it('answers without a body where the contract has none', async () => {
    const answer = await library().call(giveBack);
    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([204, '', undefined]);
  });

  it('of the gateway lives below /internal', async () => {
    const { call, app } = library();
    expect((await call(lookUpCard, { path: '/cards/x', ctx: anonymous })).body).toEqual({ version: '3' });
    expect((await request(app).get('/api/v1/cards/x')).status).toBe(404);
  });

  it('gives the handler who calls, from the token alone', async () => {
    const seen: unknown[] = [];
    const spy = route(getBook, async (ctx) => {
      seen.push(ctx.actor.type, ctx.accountNo, ctx.idempotency, ctx.recording);
      return { body: { bookId: 'b', title: 't' }, etag: '1' };
    });
    await library([spy])
      .call(getBook, { path: '/books/b' })
      .set({ 'x-account': '999999999999', 'x-forwarded-for': '9.9.9.9', 'idempotency-key': 'ignored here' });
    expect(seen).toEqual(['main', '204718330962', null, { eventId: null, types: [] }]);
  });

  it('hands over the tag of If-None-Match without quotes, and device, session and version only where the contract has them', async () => {
    const seen: unknown[] = [];
    const spy = route(getBook, async (_ctx, _input, headers) => {
      seen.push(headers);
      return { body: { bookId: 'b', title: 't' }, etag: '1' };
    });
    const { call } = library([spy]);
    await call(getBook, { path: '/books/b' }).set({
      'genkan-device': 'token',
      'genkan-session': 'a'.repeat(64),
      'if-match': '"7"',
      'if-none-match': 'W/"v8"',
    });
    await call(getBook, { path: '/books/b' }).set({ 'if-none-match': 'v8' });
    expect(seen).toEqual([
      { deviceToken: undefined, sessionHash: undefined, version: undefined, ifNoneMatch: 'v8' },
      { deviceToken: undefined, sessionHash: undefined, version: undefined, ifNoneMatch: undefined },
    ]);
    expect((await call(borrow, { ctx: anonymous }).set('genkan-device', 'token')).body).toEqual({ device: 'token' });
  });

  it('hands over the SHA-256 of a session where the contract sets it, and nothing of another form', async () => {
    const seen: unknown[] = [];
    const { call } = library([route(giveBack, async (_ctx, _input, { sessionHash }) => void seen.push(sessionHash))]);
    for (const sent of ['0a'.repeat(32), '0a'.repeat(31), '0A'.repeat(32), 'token']) {
      await call(giveBack).set('genkan-session', sent).expect(204);
    }
    await call(giveBack).expect(204);
    expect(seen).toEqual(['0a'.repeat(32), undefined, undefined, undefined, undefined]);
  });
});

describe('an address without an endpoint', () => {
  it.each(['/', '/api/v1', '/api/v1/nothing', '/api/v1/books/', '/API/v1/books', '/books', '/internal/books'])(
    '%s is a 404 problem with a request id',
    async (path) => {
      const answer = await request(library().app).get(path);
      expect(answer.status).toBe(404);
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(answer.body).toMatchObject({ code: 'gateway.not_found', status: 404, requestId: uuid });
    },
  );

  it.each([
    ['patch', '/api/v1/books', 'POST'],
    ['post', '/api/v1/books/b1', 'GET'],
    ['options', '/api/v1/cards', 'POST, DELETE'],
  ] as const)('%s %s is a 405 problem with Allow: %s', async (method, path, allow) => {
    const answer = await request(library().app)[method](path);
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe(allow);
    expect(answer.body).toMatchObject({ code: 'gateway.method_not_allowed', requestId: uuid });
  });

  it('with a broken escape is a 400 problem', async () => {
    const { call, logged } = library();
    const answer = await call(getBook, { path: '/books/%E0%A4%A' });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'gateway.malformed_request', requestId: uuid });
    expect(logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('what a client accepts', () => {
  it.each([
    'application/json',
    '*/*',
    'application/*;q=0.1',
    'text/html, application/json;q=0.5',
    'application/problem+json',
  ])('%s is served', async (accept) => {
    expect((await library().call(getBestBook).set('accept', accept)).status).toBe(200);
  });

  it.each(['text/html', 'application/xml', 'application/json-seq', 'nonsense'])(
    '%s is a 406 problem',
    async (accept) => {
      const answer = await library().call(getBestBook).set('accept', accept);
      expect(answer.status).toBe(406);
      expect(answer.body.code).toBe('gateway.not_acceptable');
    },
  );
});

describe('who may call', () => {
  const with_ = (changes: object) => ({ ...reader, ...changes });
  const actor = (type: string, sessionId: string | null = null) =>
    with_({ actor: { ...reader.actor, type, sessionId }, stage: null });

  it.each([
    ['an anonymous caller', actor('anonymous'), 'gateway.caller_not_allowed'],
    ['a draft', actor('draft'), 'gateway.caller_not_allowed'],
    ['an operator', actor('operator'), 'gateway.caller_not_allowed'],
    ['a worker', actor('system'), 'gateway.caller_not_allowed'],
    ['a session that waits for its second factor', with_({ stage: 'mfa-pending' }), 'gateway.stage_not_allowed'],
    ['a session without a stage', with_({ stage: null }), 'gateway.stage_not_allowed'],
  ])('%s is refused also by the service', async (_who, ctx, code) => {
    const answer = await library().call(getBestBook, { ctx });
    expect(answer.status).toBe(403);
    expect(answer.body.code).toBe(code);
  });

  it('an access key needs no stage', async () => {
    expect((await library().call(getBestBook, { ctx: actor('sub') })).status).toBe(200);
  });
});

describe('health, metrics, open documents', () => {
  it('is live, and ready when everything is there', async () => {
    const { app } = library();
    expect((await request(app).get('/health/live')).status).toBe(200);
    const ready = await request(app).get('/health/ready');
    expect([ready.status, ready.body]).toEqual([200, { ready: true, checks: { database: true } }]);
  });

  it.each([
    ['one thing is missing', async () => ({ database: false, relay: true })],
    ['the check throws', () => Promise.reject(new Error('secret connection string'))],
  ])('is not ready when %s', async (_why, ready) => {
    const answer = await request(library([], { health: { ready } }).app).get('/health/ready');
    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('secret');
  });

  it('is looked at once a second, however often it is asked', async () => {
    let looked = 0;
    const ready = async () => ({ database: ++looked > 1 });
    const { app } = library([], { health: { ready } });
    const asked = await Promise.all(Array.from({ length: 20 }, () => request(app).get('/health/ready')));
    expect([new Set(asked.map(({ status }) => status)), looked]).toEqual([new Set([503]), 1]);
    await pause(1_050);
    expect([(await request(app).get('/health/ready')).status, looked]).toEqual([200, 2]);
  });

  it('tells strangers whether, and nothing of what is missing', async () => {
    const answers = { yes: true, no: false };
    for (const [name, isThere] of Object.entries(answers)) {
      const { status, body } = await request(publicHealth({ ready: async () => ({ [name]: isThere }) })).get(
        '/health/ready',
      );
      expect([status, body]).toEqual([isThere ? 200 : 503, { ready: isThere }]);
    }
    expect((await request(publicHealth({ ready: async () => ({ no: false }) })).get('/health/live')).status).toBe(200);
  });

  it('counts answers by endpoint and class of status', async () => {
    const { call, app } = library();
    await call(getBestBook);
    await call(addBook).send({});
    const { text } = await request(app).get('/metrics');
    expect(text).toMatch(/genkan_answer_seconds_count\{.*endpoint="getBestBook",status="2xx".*\} 1/);
    expect(text).toMatch(/genkan_answer_seconds_count\{.*endpoint="addBook",status="4xx".*\} 1/);
  });

  it('serves open documents without a token', async () => {
    const open = { '/.well-known/thing': (_req: unknown, res: { end(text: string): void }) => res.end('open') };
    expect((await request(library([], { open }).app).get('/.well-known/thing')).text).toBe('open');
  });
});

describe('a route that cannot be mounted', () => {
  const [first] = libraryRoutes();
  it.each([
    ['belongs to another service', () => library([], { service: 'audit' }), /belongs to identity, not to audit/],
    ['is given twice', () => library([], { routes: first ? [first, first] : [] }), /mounted already/],
    ['lacks what its contract needs', () => library([], { idempotency: undefined as never }), /Idempotency-Key/],
  ])('stops the start when it %s', (_why, mount, message) => {
    expect(mount).toThrow(message);
  });
});
