import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trustedProxiesOf } from '../../src/proxy/source-address.js';
import { answers } from '../fixtures/fake-service.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

let gateway: GatewayFixture;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

describe('behind a proxy', () => {
  it.each([
    ['the address that the proxy saw', 200, '203.0.113.9', '203.0.113.9'],
    ['the last of several', 200, '6.6.6.6, 203.0.113.9', '203.0.113.9'],
    ['the last after garbage', 200, 'garbage, 203.0.113.9', '203.0.113.9'],
    ['the last before another trusted proxy', 200, '6.6.6.6, 203.0.113.9, 198.51.100.7', '203.0.113.9'],
    ['a trusted host alone', 200, '198.51.100.7', '198.51.100.7'],
    ['garbage before another trusted proxy', 400, 'garbage, 198.51.100.7', '127.0.0.1'],
    ['an IPv6 address', 200, '2001:DB8:0:0::1', '2001:db8::1'],
    ['an IPv4-mapped address', 200, '::ffff:203.0.113.9', '203.0.113.9'],
    ['no address', 400, undefined, '127.0.0.1'],
    ['nothing', 400, '', '127.0.0.1'],
    ['garbage', 400, 'unknown', '127.0.0.1'],
    ['garbage in the last place', 400, '203.0.113.9, garbage', '127.0.0.1'],
    ['a port', 400, '203.0.113.9:80', '127.0.0.1'],
    ['an abbreviated address', 400, '127.1', '127.0.0.1'],
    ['an octal address', 400, '010.1.1.1', '127.0.0.1'],
    ['a no-break space before the address', 400, '6.6.6.6,\xa0203.0.113.9', '127.0.0.1'],
    ['a tab before the address', 200, '6.6.6.6,\t203.0.113.9', '203.0.113.9'],
    ['a zone', 400, 'fe80::1%eth0', '127.0.0.1'],
  ])('a call with %s in X-Forwarded-For is answered with %i', async (_, status, value, address) => {
    const proxied = await startGateway({
      beside: gateway,
      trustedProxies: '127.0.0.1,198.51.100.0/24',
    });
    gateway.identity.behave(answers(200, { text: 'x' }));
    try {
      const headers = value === undefined ? {} : { 'x-forwarded-for': value };
      const reply = await proxied.call('/api/v1/terms', { headers });
      expect(reply.status).toBe(status);
      const [record] = await gateway.records(reply.headers['x-request-id']);
      expect(record?.activity.sourceIp).toBe(address);
    } finally {
      await proxied.close();
    }
  });
});

describe('a client that is no trusted proxy', () => {
  it.each([
    ['no proxy is trusted', []],
    ['the trusted ones are elsewhere', ['198.51.100.0/24', '2001:db8::/32']],
  ])('cannot say where it comes from: %s', async (_, proxies) => {
    const direct = await startGateway({ beside: gateway, trustedProxies: proxies.join() });
    gateway.identity.behave(answers(200, { text: 'x' }));
    try {
      for (const value of ['203.0.113.9', 'garbage', '203.0.113.9, 198.51.100.7']) {
        const reply = await direct.call('/api/v1/terms', { headers: { 'x-forwarded-for': value } });
        expect(reply.status).toBe(200);
        const [record] = await gateway.records(reply.headers['x-request-id']);
        expect(record?.activity.sourceIp).toBe('127.0.0.1');
      }
    } finally {
      await direct.close();
    }
  });

  it('is not trusted by a setting that is no address', () => {
    expect(() => trustedProxiesOf(['10.0.0.0/8', '10.0.0.300'])).toThrow('10.0.0.300 is no IP address');
  });
});
