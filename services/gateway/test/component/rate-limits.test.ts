import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answers } from '../fixtures/fake-service.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

let gateway: GatewayFixture;
beforeAll(async () => {
  gateway = await startGateway({
    trustedProxies: '127.0.0.1',
    rateLimits: { normal: { perAddress: 5, perPrincipal: 3 }, sensitive: { perAddress: 2, perPrincipal: 2 } },
  });
  gateway.identity.behave(gateway.owner.behaviour(answers(200, { text: 'hello' })));
});
afterAll(() => gateway.close());

const newAddress = () => [10, randomInt(256), randomInt(256), randomInt(1, 255)].join('.');
const terms = (address: string) => gateway.call('/api/v1/terms', { headers: { 'x-forwarded-for': address } });

describe('rate limits', () => {
  it('tell on every answer where the client stands', async () => {
    const { headers } = await terms(newAddress());
    expect(headers['ratelimit-policy']).toBe('"normal-address";q=5;w=60');
    expect(headers.ratelimit).toMatch(/^"normal-address";r=4;t=(60|59)$/);
    const unknown = await gateway.call('/nothing', { headers: { 'x-forwarded-for': newAddress() } });
    expect(unknown.headers.ratelimit).toMatch(/^"normal-address";r=4/);
    const page = await gateway.call('/', { headers: { 'x-forwarded-for': newAddress() } });
    expect(page.headers.ratelimit).toMatch(/^"normal-address";r=4/);
  });

  it('refuse with 429, Retry-After and a problem', async () => {
    const address = newAddress();
    for (let n = 0; n < 5; n += 1) expect((await terms(address)).status).toBe(200);
    const { status, body, headers } = await terms(address);
    expect([status, body.code]).toEqual([429, 'gateway.rate_limited']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(50);
    expect(headers.ratelimit).toMatch(/^"normal-address";r=0/);
  });

  it('count an IPv6 /64 as one client', async () => {
    const network = `2001:db8:${randomInt(65_536).toString(16)}:1`;
    for (let n = 0; n < 5; n += 1) expect((await terms(`${network}::${n}`)).status).toBe(200);
    expect((await terms(`${network}:ffff:ffff:ffff:ffff`)).status).toBe(429);
    expect((await terms(`${network.slice(0, -1)}2::1`)).status).toBe(200);
  });

  it('count a principal over all its addresses', async () => {
    const session = gateway.owner.session();
    const check = () =>
      gateway.call('/api/v1/sessions/current', {
        headers: { ...gateway.as({ session }), 'x-forwarded-for': newAddress() },
      });
    const first = await check();
    expect(first.headers.ratelimit).toMatch(/^"normal-address";r=4;t=\d+, "normal-principal";r=2;t=\d+$/);
    expect([(await check()).status, (await check()).status, (await check()).status]).toEqual([200, 200, 429]);
  });

  it('are lower for sensitive endpoints, and counted apart', async () => {
    const address = newAddress();
    const signIn = () =>
      gateway.call('/api/v1/sessions', { method: 'POST', headers: { 'x-forwarded-for': address }, body: '{}' });
    expect((await signIn()).headers['ratelimit-policy']).toBe('"sensitive-address";q=2;w=60');
    await signIn();
    expect((await signIn()).status).toBe(429);
    expect((await terms(address)).status).toBe(200);
  });
});
