import type { PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import { describe, expect, it } from '@jest/globals';
import { compile } from './compile.js';
import type { PolicyPrincipal, RequestContext } from './request.js';
import { whoCan } from './who-can.js';

const kim: PolicyPrincipal = {
  type: 'sub',
  id: 's-1',
  name: 'kim',
  accountNo: '204718330962',
  tags: { team: 'blue' },
};
const lee: PolicyPrincipal = { type: 'sub', id: 's-2', name: 'lee', accountNo: '204718330962' };
const main: PolicyPrincipal = { type: 'main', id: 'm-1', name: 'main', accountNo: '204718330962' };
const stranger: PolicyPrincipal = { ...main, accountNo: '111111111111' };
const targets = [{ product: '*', actions: ['*'], resourceNrns: ['*'] }];
const allow = (condition?: PolicyStatement['condition']): PolicyStatement => ({ effect: 'Allow', targets, condition });
const deny = (condition?: PolicyStatement['condition']): PolicyStatement => ({ effect: 'Deny', targets, condition });

const ask = (principals: PolicyPrincipal[], statements: PolicyStatement[], context?: RequestContext) => {
  const compiled = compile([{ policyId: 'p', version: 1, document: { version: 1, statements } }]);
  return whoCan(
    principals.map((principal) => ({ principal, compiled })),
    {
      product: 'server',
      action: 'StopServer',
      resourceNrn: 'nrn:genkan:server:kr:204718330962:instance/i-1',
      ...(context && { context }),
    },
  );
};
const answers = (...args: Parameters<typeof ask>) =>
  ask(...args).map(({ principal, answer }) => [principal.name, answer]);

describe('whoCan', () => {
  it('lists those who can, main account included, and nobody of another account', () => {
    expect(answers([kim, main, stranger], [allow()])).toEqual([
      ['kim', 'yes'],
      ['main', 'yes'],
    ]);
    expect(answers([kim, main], [])).toEqual([['main', 'yes']]);
  });

  it('knows the principal, so its name and tags decide', () => {
    expect(answers([kim, lee], [allow({ StringEquals: { 'principalTag/team': 'blue' } })])).toEqual([['kim', 'yes']]);
    expect(answers([kim, lee], [allow(), deny({ StringEquals: { principalName: 'kim' } })])).toEqual([['lee', 'yes']]);
  });

  it('leaves open what the question does not say, and says on what it depends', () => {
    const statements = [allow({ Bool: { mfaPresent: true }, StringEquals: { principalName: 'kim' } })];
    const statement = { policyId: 'p', version: 1, index: 0 };
    expect(ask([kim, lee], statements)).toEqual([
      {
        principal: kim,
        answer: 'depends',
        decidedBy: statement,
        conditions: [{ statement, effect: 'Allow', operator: 'Bool', key: 'mfaPresent', values: [true] }],
      },
    ]);
    expect(answers([kim], statements, { mfaPresent: true })).toEqual([['kim', 'yes']]);
    expect(answers([kim], statements, { mfaPresent: false })).toEqual([]);
  });

  it('leaves open what a variable would bring', () => {
    const statements = [allow({ StringEquals: { principalName: `\${resourceTag/owner}` } })];
    expect(answers([kim], statements)).toEqual([['kim', 'depends']]);
    expect(answers([kim, lee], statements, { resourceTags: { owner: 'kim' } })).toEqual([['kim', 'yes']]);
  });

  it('depends on a deny that may come true, and is no where one is or where a statement cannot be judged', () => {
    const outside = { NotIpAddress: { sourceIp: '10.0.0.0/8' } };
    expect(answers([kim], [allow(), deny(outside)])).toEqual([['kim', 'depends']]);
    expect(answers([kim], [allow(), deny(outside)], { sourceIp: '10.1.1.1' })).toEqual([['kim', 'yes']]);
    expect(answers([kim], [allow(), deny()])).toEqual([]);
    expect(answers([kim], [allow(), deny({ IpAddress: { sourceIp: 'x' } })])).toEqual([]);
    expect(answers([kim], [deny(outside)])).toEqual([]);
  });
});
