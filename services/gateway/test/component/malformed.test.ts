import { Agent } from 'node:http';
import { problem } from '@genkan/contracts/problem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answers } from '../fixtures/fake-service.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

let gateway: GatewayFixture;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.identity.behave(gateway.owner.behaviour(answers(200, { text: 'x' }))));

const note = '{"text":"x"}';

describe('a malformed request', () => {
  const json = { 'content-type': 'application/json' };
  const long = 'x'.repeat(65_537);
  const cases: [
    what: string,
    status: number,
    code: string,
    path: string,
    sent: Parameters<GatewayFixture['call']>[1],
  ][] = [
    ['unknown path', 404, 'not_found', '/api/v1/nothing', {}],
    ['path above the API', 404, 'not_found', '/api/v1/../internal/sessions/x', {}],
    ['internal path', 404, 'not_found', '/internal/sessions/x', {}],
    ['internal endpoint below the API', 404, 'not_found', `/api/v1/drafts/${'a'.repeat(64)}`, {}],
    ['dots for an id', 404, 'not_found', '/api/v1/notes/%2e%2e', { method: 'PUT' }],
    ['slash in an id', 404, 'not_found', '/api/v1/notes/a%2Fb', { method: 'PUT' }],
    ['broken encoding in an id', 404, 'not_found', '/api/v1/notes/%E0%A4', { method: 'PUT' }],
    ['id in other letters than ASCII has', 404, 'not_found', '/api/v1/notes/%EA%B0%80', { method: 'PUT' }],
    ['no-break space for an id', 404, 'not_found', '/api/v1/notes/%C2%A0', { method: 'PUT' }],
    ['wrong method', 405, 'method_not_allowed', '/api/v1/notes', { method: 'PATCH' }],
    ['unknown method', 405, 'method_not_allowed', '/api/v1/notes', { method: 'PROPFIND' }],
    ['duplicate query key', 400, 'malformed_request', '/api/v1/terms?a=1&a=2', {}],
    ['duplicate query key in two encodings', 400, 'malformed_request', '/api/v1/terms?a=1&%61=2', {}],
    ['broken encoding in the query', 400, 'malformed_request', '/api/v1/terms?a=%E0%A4', {}],
    ['no JSON wanted', 406, 'not_acceptable', '/api/v1/terms', { headers: { accept: 'text/html' } }],
    [
      'JSON after a no-break space',
      406,
      'not_acceptable',
      '/api/v1/terms',
      { headers: { accept: '\xa0application/json' } },
    ],
    ['JSON refused', 406, 'not_acceptable', '/api/v1/terms', { headers: { accept: 'application/json;q=0' } }],
    [
      'form',
      415,
      'unsupported_media_type',
      '/api/v1/drafts',
      { method: 'POST', body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    [
      'text',
      415,
      'unsupported_media_type',
      '/api/v1/drafts',
      { method: 'POST', body: note, headers: { 'content-type': 'text/plain' } },
    ],
    [
      'other charset',
      415,
      'unsupported_media_type',
      '/api/v1/drafts',
      { method: 'POST', body: note, headers: { 'content-type': 'application/json; charset=utf-16' } },
    ],
    [
      'compressed body',
      415,
      'unsupported_media_type',
      '/api/v1/drafts',
      { method: 'POST', body: note, headers: { ...json, 'content-encoding': 'gzip' } },
    ],
    [
      'charset in half of its quotes',
      415,
      'unsupported_media_type',
      '/api/v1/drafts',
      { method: 'POST', body: note, headers: { 'content-type': 'application/json; charset="utf-8' } },
    ],
    [
      'body in two transfer codings',
      501,
      'unsupported_transfer_coding',
      '/api/v1/drafts',
      { method: 'POST', body: note, headers: { 'transfer-encoding': 'gzip, chunked', 'content-length': undefined } },
    ],
    ['long body', 413, 'body_too_large', '/api/v1/drafts', { method: 'POST', body: long }],
    [
      'long body in chunks',
      413,
      'body_too_large',
      '/api/v1/drafts',
      { method: 'POST', body: long, headers: { 'transfer-encoding': 'chunked', 'content-length': undefined } },
    ],
    ['body where none belongs', 400, 'malformed_request', '/api/v1/terms', { body: note }],
    [
      'cookie twice',
      400,
      'malformed_request',
      '/api/v1/terms',
      { headers: { cookie: `__Host-session=${'a'.repeat(43)}; __Host-session=${'b'.repeat(43)}` } },
    ],
    ['broken cookie', 401, 'unauthenticated', '/api/v1/notes', { headers: { cookie: '__Host-session="; =; ;;' } }],
    ['strange expectation', 400, 'malformed_request', '/api/v1/terms', { headers: { expect: 'the unexpected' } }],
    ['empty Host', 200, '', '/api/v1/terms', { headers: { host: '' } }],
  ];

  it.each(cases)('(%s) is a %i problem', async (_, status, code, path, sent) => {
    const reply = await gateway.call(path, sent);
    expect(reply.status).toBe(status);
    if (status === 200) return;
    expect(problem.strict().parse(reply.body)).toMatchObject({ status, code: `gateway.${code}` });
    expect(reply.headers['content-type']).toBe('application/problem+json');
    expect(reply.body.requestId).toBe(reply.headers['x-request-id']);
    expect(await gateway.records(reply.body.requestId)).toHaveLength(1);
  });

  it('of an endpoint that the gateway answers itself names each field of the query that it does not have', async () => {
    const headers = gateway.as({ session: gateway.owner.session() });
    const check = (query: string) => gateway.call(`/api/v1/sessions/current${query}`, { headers });
    const reply = await check('?role=operator&a%20b');
    expect(reply.status).toBe(400);
    expect(problem.strict().parse(reply.body)).toMatchObject({
      code: 'gateway.invalid_request',
      errors: ['query.role', 'query.a b'].map((field) => ({ field, code: 'unknown_field' })),
    });
    expect(await gateway.records(reply.body.requestId)).toHaveLength(1);
    expect((await check('?')).status).toBe(200);
  });

  it('of the wrong method names the right ones', async () => {
    expect((await gateway.call('/api/v1/notes', { method: 'PATCH' })).headers.allow).toBe('GET, HEAD, POST');
    expect((await gateway.call('/api/v1/drafts', { method: 'HEAD' })).headers.allow).toBe('POST');
  });

  it('with a body that is too long does not break the connection for the next one', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      const first = await gateway.call('/api/v1/drafts', { method: 'POST', body: 'x'.repeat(3_000_000), agent });
      const second = await gateway.call('/api/v1/terms', { agent });
      expect([first.status, second.status]).toEqual([413, 200]);
    } finally {
      agent.destroy();
    }
  });
});
