import { catalog } from '@genkan/contracts/catalog';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Identity, startIdentity } from '../component/start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

const endpoints = catalog.endpoints.filter(({ service }) => service === 'identity');

describe('the endpoints of identity', () => {
  it('are mounted, all of them and no other', () => {
    const mounted = identity.routes.map(({ endpoint }) => endpoint.name).sort();
    expect(mounted).toEqual(endpoints.map(({ name }) => name).sort());
  });

  it.each(endpoints.map((endpoint) => [endpoint.name, endpoint] as const))(
    '%s is closed without a token',
    async (_, endpoint) => {
      const { status, body } = await identity.call(endpoint).unset('authorization');
      expect([status, body.code]).toEqual([401, 'gateway.unauthenticated']);
    },
  );

  it.each(endpoints.map((endpoint) => [endpoint.name, endpoint] as const))(
    '%s is closed with the token of another action',
    async (_, endpoint) => {
      const other = { ...endpoint, action: 'Other' };
      const { status, body } = await identity.call(other);
      expect([status, body.code]).toEqual([401, 'gateway.unauthenticated']);
    },
  );
});
