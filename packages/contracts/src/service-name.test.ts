import { expect, it } from '@jest/globals';
import { serviceNames, services, urlVariable } from './service-name.js';

it('names the variable of a service by the name of the service', () => {
  const variable: 'SUB_ACCOUNT_URL' = urlVariable('sub-account');
  expect(variable).toBe('SUB_ACCOUNT_URL');
});

it('gives each service a port of its own', () => {
  expect(new Set(Object.values(services).map(({ port }) => port)).size).toBe(serviceNames.length);
});
