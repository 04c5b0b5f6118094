import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answers } from '../fixtures/fake-service.js';
import { type GatewayFixture, PUBLIC_ORIGIN, startGateway } from '../fixtures/start-gateway.js';

let gateway: GatewayFixture;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

let session: string;
beforeEach(() => {
  gateway.identity.behave(gateway.owner.behaviour(answers(201, { text: 'hello' })));
  session = gateway.owner.session();
});

type Credentials = Parameters<GatewayFixture['as']>[0];

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
    const fields = Object.entries({ ...gateway.as({ session }), ...change }).filter(([, value]) => value !== undefined);
    const reply = await gateway.call('/api/v1/notes', {
      method: 'POST',
      headers: Object.fromEntries(fields),
      body: note,
    });
    expect(reply.status).toBe(status);
    if (status !== 201) expect(reply.body.code).toBe('gateway.csrf_failed');
    expect(await gateway.records(reply.headers['x-request-id'])).toHaveLength(1);
  });

  it('needs the token also where the credential does not count', async () => {
    const cookie = `__Host-session=${session}`;
    const reply = await gateway.call('/api/v1/sessions', { method: 'POST', headers: { cookie }, body: '{}' });
    expect(reply.body.code).toBe('gateway.csrf_failed');
  });

  describe('and another credential beside it', () => {
    const write = async (path: string, proven: Credentials, method = 'POST') => {
      const draft = proven.draft ?? gateway.owner.draft();
      const { cookie } = gateway.as({ session, draft });
      return (await gateway.call(path, { method, headers: { ...gateway.as(proven), cookie }, body: note })).status;
    };

    it('is let in by the token of the credential that counts, alone or with the other', async () => {
      const draft = gateway.owner.draft();
      for (const proven of [{ session }, { session, draft }]) expect(await write('/api/v1/notes', proven)).toBe(201);
    });

    it('is refused with the token of the one that does not count', async () => {
      expect(await write('/api/v1/notes', { draft: gateway.owner.draft() })).toBe(403);
      expect(await write('/api/v1/drafts/current', { session }, 'DELETE')).toBe(403);
    });

    it('where none counts needs the token of the one that is replaced', async () => {
      expect(await write('/api/v1/sessions', { session })).toBe(201);
      expect(await write('/api/v1/sessions', { draft: gateway.owner.draft() })).toBe(403);
    });

    it('of which one does not stand needs the token of the one that does', async () => {
      const [dead, draft] = ['d'.repeat(43), gateway.owner.draft()];
      const { cookie } = gateway.as({ session: dead, draft });
      const headers = (proven: Credentials) => ({ ...gateway.as(proven), cookie });
      const change = { method: 'PUT', body: note };
      const path = `/api/v1/notes/${randomUUID()}`;
      gateway.identity.behave(gateway.owner.behaviour(answers(200, { text: 'hello' })));
      const refused = await gateway.call(path, { ...change, headers: headers({ session: dead }) });
      expect(refused.body.code).toBe('gateway.csrf_failed');
      expect((await gateway.call(path, { ...change, headers: headers({ draft }) })).status).toBe(200);
    });
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
      expect((await gateway.call(path, { method: 'POST', headers, body: '{}' })).status).toBe(status);
  });
});
