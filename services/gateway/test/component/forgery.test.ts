import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answers } from '../harness/fake-service.js';
import { PUBLIC_ORIGIN, type Stage, startStage } from '../harness/gateway-under-test.js';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

let session: string;
beforeEach(() => {
  stage.identity.behave(stage.owner.behaviour(answers(201, { text: 'hello' })));
  session = stage.owner.session();
});

const note = '{"text":"x"}';

describe('a write that carries a cookie', () => {
  const cases: [what: string, status: number, change: Record<string, string | undefined>][] = [
    ['from our page', 201, {}],
    ['of a program, which sends no Origin', 201, { origin: undefined }],
    ['from our page, as browsers tell', 201, { 'sec-fetch-site': 'same-origin' }],
    ['without the CSRF token', 403, { 'x-csrf-token': undefined }],
    ['with an empty CSRF token', 403, { 'x-csrf-token': '' }],
    ['with another session’s CSRF token', 403, { 'x-csrf-token': 'A'.repeat(43) }],
    ['from another origin', 403, { origin: 'https://evil.example' }],
    ['from a subdomain', 403, { origin: 'https://x.genkan.example' }],
    ['from the same host without TLS', 403, { origin: 'http://genkan.example' }],
    ['from a sandboxed frame', 403, { origin: 'null' }],
    ['with two origins', 403, { origin: `${PUBLIC_ORIGIN}, https://evil.example` }],
    ['from another site, as browsers tell', 403, { origin: undefined, 'sec-fetch-site': 'cross-site' }],
    ['from a neighbouring site, as browsers tell', 403, { origin: undefined, 'sec-fetch-site': 'same-site' }],
  ];

  it.each(cases)('%s is answered with %i', async (_, status, change) => {
    const fields = Object.entries({ ...stage.as({ session }), ...change }).filter(([, value]) => value !== undefined);
    const reply = await stage.call('/api/v1/notes', {
      method: 'POST',
      headers: Object.fromEntries(fields),
      body: note,
    });
    expect(reply.status).toBe(status);
    if (status !== 201) expect(reply.body.code).toBe('gateway.csrf_failed');
    expect(await stage.records(reply.headers['x-request-id'])).toHaveLength(1);
  });

  it('needs the token also where the credential does not count', async () => {
    const cookie = `__Host-session=${session}`;
    const reply = await stage.call('/api/v1/sessions', { method: 'POST', headers: { cookie }, body: '{}' });
    expect(reply.body.code).toBe('gateway.csrf_failed');
  });

  it('is let in by the token of either of two credentials', async () => {
    const draft = stage.owner.draft();
    const { cookie } = stage.as({ session, draft });
    for (const tokens of [{ session }, { draft }]) {
      const headers = { ...stage.as(tokens), cookie };
      expect((await stage.call('/api/v1/notes', { method: 'POST', headers, body: note })).status).toBe(201);
    }
  });
});

describe('a write without a cookie', () => {
  it.each([
    ['no Origin', 201, {}],
    ['our Origin', 201, { origin: PUBLIC_ORIGIN }],
    ['another Origin', 403, { origin: 'https://evil.example' }],
    ['no Origin, from another site', 403, { 'sec-fetch-site': 'cross-site' }],
    ['a cookie of others', 201, { cookie: 'theme=dark; __Host-session=short; session=x' }],
  ])('with %s is answered with %i', async (_, status, headers) => {
    for (const path of ['/api/v1/sessions', '/api/v1/drafts'])
      expect((await stage.call(path, { method: 'POST', headers, body: '{}' })).status).toBe(status);
  });
});
