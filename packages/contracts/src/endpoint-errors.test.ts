import { describe, expect, it } from '@jest/globals';
import { catalog } from './catalog.js';
import { commonErrorReaches, errorsAt, errorsOfEveryCall } from './endpoint-errors.js';
import { commonErrors } from './problem.js';

const codesAt = (name: string): string[] => {
  const endpoint = catalog.endpoints.find((one) => one.name === name);
  if (!endpoint) throw new Error(`there is no ${name}`);
  return Object.keys(errorsAt(endpoint));
};

describe('errors of an endpoint', () => {
  it('are those of every call, said once, and those that are possible there', () => {
    const all = commonErrorReaches.map(({ code }) => code);
    expect(all.sort()).toEqual(Object.keys(commonErrors).sort());
    for (const endpoint of catalog.endpoints) {
      const twice = Object.keys(errorsAt(endpoint)).filter((code) => Object.hasOwn(errorsOfEveryCall, code));
      expect({ name: endpoint.name, twice }).toEqual({ name: endpoint.name, twice: [] });
    }
  });

  it('are not about credentials, tokens and bodies where there are none', () => {
    expect(codesAt('getRegistrationOptions')).toEqual(['gateway.bad_upstream', 'gateway.timeout']);
    expect(codesAt('getCurrentSession')).toEqual(['gateway.unauthenticated', 'gateway.caller_not_allowed']);
  });

  it('are about the session, the token and the body where there are some', () => {
    expect(codesAt('endSession')).toEqual([
      'gateway.unauthenticated',
      'gateway.csrf_failed',
      'gateway.stage_not_allowed',
      'gateway.caller_not_allowed',
      'gateway.bad_upstream',
      'gateway.timeout',
      'identity.session_not_found',
    ]);
    expect(codesAt('signIn')).toEqual(
      expect.arrayContaining(['gateway.csrf_failed', 'gateway.body_too_large', 'gateway.unsupported_media_type']),
    );
    expect(codesAt('signIn')).not.toContain('gateway.idempotency_key_reused');
    expect(codesAt('completeRegistration')).toContain('gateway.idempotency_key_reused');
  });
});
