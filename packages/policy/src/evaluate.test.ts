import type { PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import { describe, expect, it } from '@jest/globals';
import { compile } from './compile.js';
import type { AttachedPolicy } from './decision.js';
import { evaluate } from './evaluate.js';
import type { PolicyRequest } from './request.js';

const nrn = (lastPart: string, account = '204718330962') => `nrn:genkan:server:kr:${account}:${lastPart}`;

const request: PolicyRequest = {
  principal: { type: 'sub', id: 's-1', name: 'kim', accountNo: '204718330962', tags: { team: 'blue' } },
  product: 'server',
  action: 'ViewServer',
  resourceNrn: nrn('instance/i-1'),
  context: { sourceIp: '192.0.2.7', currentTime: '2026-11-23T09:30:00.000Z', mfaPresent: true },
};

const statement = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  effect: 'Allow',
  targets: [{ product: 'server', actions: ['View*'], resourceNrns: [nrn('instance/*')] }],
  ...more,
});

const attached = (...statements: PolicyStatement[]): AttachedPolicy => ({
  policyId: 'p-1',
  version: 3,
  document: { version: 1, statements },
});

const decide = (statements: PolicyStatement[], more: Partial<PolicyRequest> = {}) =>
  evaluate(compile([attached(...statements)]), { ...request, ...more });

const by = (place: { sid: string } | { index: number }) => ({ policyId: 'p-1', version: 3, ...place });

describe('evaluate', () => {
  it('allows nothing without a policy, and says the smallest grant that would', () => {
    const decision = evaluate(compile([]), request);
    expect(decision).toEqual({
      effect: 'no-match',
      considered: 0,
      missing: {
        effect: 'Allow',
        targets: [{ product: 'server', actions: ['ViewServer'], resourceNrns: [nrn('instance/i-1')] }],
      },
    });
    expect(decide([decision.missing as PolicyStatement]).effect).toBe('allow');
  });

  it('ranks an error above a deny above an allow, and names the first of them', () => {
    const allow = statement({ sid: 'look' });
    const deny = statement({ effect: 'Deny' });
    const broken = statement({ condition: { IpAddress: { sourceIp: '192.0.2.0/33' } } });
    expect(decide([allow])).toEqual({ effect: 'allow', decidedBy: by({ sid: 'look' }), considered: 1 });
    expect(decide([allow, deny, deny])).toEqual({
      effect: 'explicit-deny',
      decidedBy: by({ index: 1 }),
      considered: 3,
    });
    expect(decide([allow, deny, broken])).toEqual({ effect: 'error', decidedBy: by({ index: 2 }), considered: 3 });
  });

  it('counts a statement with several matching targets once', () => {
    const [target] = statement().targets;
    const wide = { product: '*', actions: ['*', 'ViewServer', '*Server'], resourceNrns: ['*', nrn('*')] };
    expect(decide([statement({ targets: [target, wide, wide].flatMap((each) => each ?? []) })]).considered).toBe(1);
  });

  it('keeps the index of a statement behind one that can never apply', () => {
    expect(decide([statement({ targets: [] }), statement()])).toMatchObject({ decidedBy: by({ index: 1 }) });
  });

  it('lets the main account do everything in its own account, and nobody anything in another', () => {
    const main = { ...request.principal, type: 'main' as const };
    const all = statement({ targets: [{ product: '*', actions: ['*'], resourceNrns: ['*'] }] });
    const foreign = { resourceNrn: nrn('instance/i-1', '111111111111') };
    const platform = { resourceNrn: nrn('instance/i-1', '') };
    expect(decide([], { principal: main })).toEqual({ effect: 'allow', considered: 0 });
    expect(decide([all], { principal: main, ...foreign })).toEqual({ effect: 'no-match', considered: 0 });
    expect(decide([all], { principal: main, ...platform })).toEqual({ effect: 'no-match', considered: 0 });
    expect(decide([all], foreign)).toEqual({ effect: 'no-match', considered: 0 });
    expect(decide([all], platform).effect).toBe('allow');
  });

  it.each<[string, object]>([
    ['a product', { product: '1server' }],
    ['an action', { action: 'View*' }],
    ['an action that is empty', { action: '' }],
    ['an NRN', { resourceNrn: 'nrn:genkan:server' }],
    ['an NRN with a star before its last part', { resourceNrn: 'nrn:genkan:server:*:204718330962:instance/i-1' }],
    ['an NRN that is too long', { resourceNrn: nrn('x'.repeat(100)) }],
    ['a type', { principal: { ...request.principal, type: 'root' } }],
    ['an account', { principal: { ...request.principal, accountNo: '20471833096' } }],
    ['a principal', { principal: null }],
    ['a context', { context: null }],
    ['a product that is no text', { product: ['server'] }],
  ])('is an error for a request with a malformed part: %s', (_, more) => {
    expect(decide([statement()], more as Partial<PolicyRequest>)).toEqual({ effect: 'error', considered: 0 });
  });

  it('never throws, whatever it is given', () => {
    const throwing = new Proxy({}, { get: () => JSON.parse('') });
    for (const anything of [undefined, null, 1, 'x', {}, [], throwing, { ...request, context: throwing }]) {
      const conditional = statement({ condition: { Bool: { mfaPresent: true } } });
      const decision = evaluate(compile([attached(conditional)]), anything as PolicyRequest);
      expect(decision).toEqual({ effect: 'error', considered: 0 });
    }
  });

  it('may be called from a getter of the request that it is evaluating', () => {
    const compiled = compile([
      attached(
        statement({ condition: { Bool: { mfaPresent: true } } }),
        statement({ effect: 'Deny', condition: { IpAddress: { sourceIp: '10.0.0.0/8' } } }),
      ),
    ]);
    const context = {
      get mfaPresent() {
        evaluate(compile(Array.from({ length: 50 }, () => attached(statement(), statement()))), request);
        return true;
      },
      sourceIp: '10.1.1.1',
    };
    expect(evaluate(compiled, { ...request, context })).toMatchObject({ effect: 'explicit-deny', considered: 2 });
  });
});
