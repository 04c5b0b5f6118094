import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answers, problemBody } from '../fixtures/fake-service.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

let gateway: GatewayFixture;
let headers: Record<string, string>;
beforeAll(async () => {
  gateway = await startGateway();
  gateway.identity.behave(gateway.owner.behaviour(answers(200, { text: 'hello' })));
  headers = gateway.as({ session: gateway.owner.session() });
});
afterAll(() => gateway.close());

describe('HEAD', () => {
  it.each(['/api/v1/notes?state=open', '/api/v1/sessions/current', '/'])(
    'of %s is answered as GET, without the body',
    async (path) => {
      const { date: _, ratelimit: __, 'x-request-id': ___, ...got } = (await gateway.call(path, { headers })).headers;
      const head = await gateway.call(path, { method: 'HEAD', headers });
      expect([head.status, head.text]).toEqual([200, '']);
      expect(head.headers).toMatchObject(got);
    },
  );

  it('of the health is answered, and recorded by nobody', async () => {
    const before = (await gateway.records()).length;
    expect((await gateway.call('/health/live', { method: 'HEAD' })).status).toBe(200);
    expect((await gateway.records()).length).toBe(before);
  });

  it('reaches the service as GET, needs no CSRF token, and is recorded as what it is', async () => {
    const { cookie } = headers;
    const reply = await gateway.call('/api/v1/notes', { method: 'HEAD', headers: { cookie } });
    expect(reply.status).toBe(200);
    expect(gateway.identity.arrivals.at(-1)).toMatchObject({ method: 'GET', url: '/api/v1/notes' });
    const records = await gateway.records(reply.headers['x-request-id']);
    expect(records.map(({ facts, activity }) => [facts.method, activity.action])).toEqual([['HEAD', 'ViewNotes']]);
  });

  it.each([
    ['where the caller is not let in', 401, '/api/v1/notes'],
    ['where only writes are', 405, '/api/v1/drafts'],
    ['where nothing is', 404, '/api/v1/nothing'],
  ])('is refused as GET is %s', async (_, status, path) => {
    const reply = await gateway.call(path, { method: 'HEAD' });
    expect([reply.status, reply.text]).toEqual([status, '']);
    expect(await gateway.records(reply.headers['x-request-id'])).toHaveLength(1);
  });

  it('tells of a refusal of the service by its status', async () => {
    gateway.identity.behave(gateway.owner.behaviour(answers(404, problemBody(404, 'identity.nothing'))));
    const reply = await gateway.call('/api/v1/notes', { method: 'HEAD', headers });
    expect([reply.status, reply.text]).toEqual([404, '']);
  });
});
