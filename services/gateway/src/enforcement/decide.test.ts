import { anonymousActor } from '@genkan/contracts/call-context';
import { describe, expect, it } from '@jest/globals';
import { gateOf, policyOf } from './decide.js';

describe('policy P10', () => {
  const accountNo = '204718330962';
  it.each([
    ['main', accountNo, 'allow'],
    ['main', null, 'no-match'],
    ['sub', accountNo, 'no-match'],
    ['role', accountNo, 'no-match'],
    ['product', null, 'no-match'],
    ['system', null, 'no-match'],
    ['operator', null, 'allow'],
    ['draft', null, 'allow'],
    ['anonymous', null, 'allow'],
  ] as const)('%s of account %s: %s', (type, account, effect) => {
    expect(policyOf({ actor: { ...anonymousActor, type }, accountNo: account })).toBe(effect);
  });
});

describe('the gate', () => {
  it('lets only exempt endpoints through as long as there is no billing gate to ask', () => {
    expect([gateOf({ gate: 'exempt' }), gateOf({ gate: 'required' })]).toEqual(['open', 'unknown']);
  });
});
