import { randomInt } from 'node:crypto';
import { openApiDocument } from '@genkan/contracts/openapi';
import { inlined } from '@genkan/contracts/references';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Reply } from '../fixtures/client.js';
import { fakeCatalog } from '../fixtures/fake-catalog.js';
import { answers, type Behaviour, problemBody } from '../fixtures/fake-service.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

interface Document {
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, { readonly headers: object }> }>>;
  readonly components: { readonly headers: object };
}
const { paths, components } = inlined(openApiDocument(fakeCatalog)) as unknown as Document;
/** Fields that the document knows; all others that an answer has are not its matter. */
const known = Object.keys(components.headers)
  .map((name) => name.toLowerCase())
  .sort();

function documented(method: string, path: string, status: number): string[] {
  const answer = paths[path]?.[method.toLowerCase()]?.responses[status];
  if (!answer) throw new Error(`${method} ${path} has no ${status}`);
  return Object.keys(answer.headers)
    .map((name) => name.toLowerCase())
    .sort();
}

const sent = ({ headers }: Reply): string[] => known.filter((name) => headers[name] !== undefined);

let gateway: GatewayFixture;
beforeAll(async () => {
  gateway = await startGateway({
    trustedProxies: '127.0.0.1',
    rateLimits: { normal: { perAddress: 1, perPrincipal: 9 }, sensitive: { perAddress: 9, perPrincipal: 9 } },
  });
});
afterAll(() => gateway.close());

const newAddress = () => [10, randomInt(256), randomInt(256), randomInt(1, 255)].join('.');
const hello = answers(200, { text: 'hello' }, { etag: '"1"' });
const unchanged: Behaviour = (_, response) => void response.writeHead(304, { etag: '"1"' }).end();
const busy = { 'retry-after': '2' };
const gone: Behaviour = (_, response) => void response.destroy();

describe('the document names the header fields', () => {
  it.each([
    ['an answer with a version', 200, 'GET', '/drafts/current', hello],
    ['an answer that nothing has changed', 304, 'GET', '/drafts/current', unchanged],
    ['an answer without a version', 200, 'GET', '/terms', answers(200, { text: 'hello' })],
    ['an answer without a body', 204, 'DELETE', '/drafts/current', answers(204, undefined)],
    ['a refusal of a service', 400, 'GET', '/terms', answers(400, problemBody(400, 'gateway.invalid_request'))],
    ['an overload of a service', 429, 'GET', '/terms', answers(429, problemBody(429, 'identity.busy'), busy)],
    ['an answer that is not as agreed', 502, 'GET', '/terms', gone],
  ] as const)('of %s', async (_, status, method, path, behaviour) => {
    gateway.identity.behave(gateway.owner.behaviour(behaviour));
    const headers = { ...gateway.as({ draft: gateway.owner.draft() }), 'x-forwarded-for': newAddress() };
    const reply = await gateway.call(`/api/v1${path}`, { method, headers });
    expect(reply.status).toBe(status);
    expect(sent(reply)).toEqual(documented(method, path, status));
  });

  it('of a refusal for want of a credential, and of the next one for the limit', async () => {
    const headers = { 'x-forwarded-for': newAddress() };
    for (const status of [401, 429]) {
      const reply = await gateway.call('/api/v1/notes', { headers });
      expect(reply.status).toBe(status);
      expect(sent(reply)).toEqual(documented('GET', '/notes', status));
    }
  });

  it('of headers that are too long', async () => {
    const reply = await gateway.call('/api/v1/terms', { headers: { 'x-long': 'x'.repeat(20_000) } });
    expect(reply.status).toBe(431);
    expect(sent(reply)).toEqual(documented('GET', '/terms', 431));
  });

  it('of a call that nobody can decide on', async () => {
    const headers = { ...gateway.as({ session: gateway.owner.session() }), 'x-forwarded-for': newAddress() };
    const reply = await gateway.call('/api/v1/servers', { headers });
    expect(reply.status).toBe(503);
    expect(sent(reply)).toEqual(documented('GET', '/servers', 503));
  });
});
