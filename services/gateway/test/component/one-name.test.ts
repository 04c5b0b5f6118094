import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rawConnection } from '../fixtures/client.js';
import { answers } from '../fixtures/fake-service.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

const PUBLIC_URL = 'http://localhost:4400';
let gateway: GatewayFixture;
beforeAll(async () => {
  gateway = await startGateway({ publicUrl: PUBLIC_URL });
  gateway.identity.behave(gateway.owner.behaviour(answers(200, { text: 'hello' })));
});
afterAll(() => gateway.close());

const at = (host: string, path: string, method = 'GET') => gateway.call(path, { method, headers: { host } });

describe('the portal has one name: who comes by an address of this machine', () => {
  it.each([
    ['/', '/'],
    ['/api/docs?q=a%20b', '/api/docs?q=a%20b'],
    ['/api/v1/terms', '/api/v1/terms'],
    ['/nothing', '/nothing'],
    ['//evil.example/x', '//evil.example/x'],
    ['/\\evil.example', '//evil.example'],
    ['/@evil.example', '/@evil.example'],
    ['/..//evil.example', '//evil.example'],
  ])('and reads %s is sent to it', async (path, there) => {
    for (const [host, method] of [
      ['127.0.0.1:4400', 'GET'],
      ['127.0.0.1:4400', 'HEAD'],
      ['[::1]:4400', 'GET'],
      ['127.9.9.9:4400', 'GET'],
    ] as const) {
      const { status, headers } = await at(host, path, method);
      expect([status, headers.location]).toEqual([308, PUBLIC_URL + there]);
    }
  });

  it('and writes is served: programs may come by any name', async () => {
    const headers = { host: '127.0.0.1:4400' };
    gateway.identity.behave(gateway.owner.behaviour(answers(201, { text: 'x' })));
    expect((await gateway.call('/api/v1/drafts', { method: 'POST', headers, body: '{}' })).status).toBe(201);
    gateway.identity.behave(gateway.owner.behaviour(answers(200, { text: 'hello' })));
  });

  it.each([
    'localhost:4400',
    '127.0.0.1:4401',
    '127.0.0.1',
    'evil.example',
    '127.0.0.1.evil.example:4400',
    '127.0.0.1:44400',
  ])('is not who comes by %s', async (host) => expect((await at(host, '/api/v1/terms')).status).toBe(200));

  it('is not asked of those who ask for health', async () => {
    expect((await at('127.0.0.1:4400', '/health/ready')).status).toBe(200);
  });

  it('counts as any call does', async () => {
    expect((await at('127.0.0.1:4400', '/')).headers).toHaveProperty('ratelimit');
  });

  it('is not sent to a name that is none of this machine', async () => {
    const elsewhere = await startGateway({ beside: gateway, publicUrl: 'http://genkan.example:4400' });
    try {
      const { status } = await elsewhere.call('/api/v1/terms', { headers: { host: '127.0.0.1:4400' } });
      expect(status).toBe(200);
    } finally {
      await elsewhere.close();
    }
  });
});

describe('a request target with a host', () => {
  const statusOf = async (target: string, host = 'localhost:4400') => {
    const { socket, received, closed } = rawConnection(gateway.origin);
    socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    await closed;
    return Number(received().slice(9, 12));
  };

  it.each([
    ['http://localhost:4400/api/v1/terms', 200],
    ['HTTP://LocalHost:4400/api/v1/terms', 200],
    ['http://127.0.0.1:4400/api/v1/terms', 200],
    ['http://localhost:4400', 200],
    ['http://localhost:4400/health/ready', 200],
    ['http://localhost:4400/api/v1/nothing', 404],
    ['http://evil.example/api/v1/terms', 400],
    ['http://localhost:4401/api/v1/terms', 400],
    ['http://x@localhost:4400/api/v1/terms', 400],
    ['http://localhost:4400@evil.example/api/v1/terms', 400],
    ['http:///api/v1/terms', 400],
  ])('%s is answered with %i', async (target, status) => {
    expect(await statusOf(target)).toBe(status);
  });

  it('goes by that one, not by the Host field', async () => {
    expect(await statusOf('http://localhost:4400/api/v1/terms', 'evil.example')).toBe(200);
    expect(await statusOf('http://evil.example/api/v1/terms')).toBe(400);
    expect(await statusOf('http://127.0.0.1:4400/api/v1/terms', '127.0.0.1:4400')).toBe(200);
  });
});
