import { repositoryRoot } from '@genkan/local/repository-root';
import { expect, it } from '@jest/globals';
import { refuseName } from '../src/refuse-name.js';

it.each([
  ['', 'small letters'],
  ['Billing', 'small letters'],
  ['billing_gate', 'small letters'],
  ['billing-', 'small letters'],
  ['2fa', 'small letters'],
  ['../billing', 'small letters'],
  ['billing-gateway', 'at most'],
  ['audit', 'there is one'],
  ['sandbox', 'there is one'],
  ['policy', 'packages/policy'],
  ['journeys', 'infra/journeys'],
  ['kafka', 'docker-compose.yml'],
  ['prepare', 'docker-compose.yml'],
  ['database', 'two meanings'],
])('no service can be called "%s", and the reason is told', (name, reason) => {
  expect(() => refuseName(name, repositoryRoot)).toThrow(reason);
});

it.each(['billing-gate', 'sub-account', 's3'])('a service can be called "%s"', (name) => {
  expect(() => refuseName(name, repositoryRoot)).not.toThrow();
});
