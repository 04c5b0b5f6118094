import type { PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import { describe, expect, it } from '@jest/globals';
import { compile } from './compile.js';
import { evaluate } from './evaluate.js';
import { explain } from './explain.js';
import { languages, type MessageKey, messages, sayIn } from './messages.js';
import type { PolicyRequest } from './request.js';

const request: PolicyRequest = {
  principal: { type: 'sub', id: 's-1', name: 'kim', accountNo: '204718330962' },
  product: 'server',
  action: 'ViewServer',
  resourceNrn: 'nrn:genkan:server:kr:204718330962:instance/i-1',
  context: { sourceIp: '192.0.2.7', mfaPresent: false },
};
const all = { product: '*', actions: ['*'], resourceNrns: ['*'] };
const compiled = (...statements: PolicyStatement[]) =>
  compile([{ policyId: 'p-1', version: 3, document: { version: 1, statements } }]);
const said = (statements: PolicyStatement[], more: Partial<PolicyRequest> = {}) =>
  explain(compiled(...statements), { ...request, ...more }).sentences.map((sentence) => sayIn('en', sentence));

describe('explain', () => {
  it('decides as evaluate does', () => {
    const policies = compiled({ effect: 'Allow', targets: [all] });
    expect(explain(policies, request).decision).toEqual(evaluate(policies, request));
  });

  it('names the statement that allowed or denied', () => {
    expect(said([{ sid: 'look', effect: 'Allow', targets: [all] }])).toEqual([
      'Statement look of policy p-1 (version 3) allows it.',
    ]);
    expect(said([{ effect: 'Deny', targets: [all] }])).toEqual([
      'Statement #0 of policy p-1 (version 3) denies it. A Deny outranks every Allow.',
    ]);
  });

  it('says which conditions were not met, with the values of both sides, and what would help', () => {
    const condition = { IpAddress: { sourceIp: ['10.0.0.0/8', '{policy}'] }, Bool: { mfaPresent: true } };
    expect(
      said([{ sid: 'look', effect: 'Allow', targets: [all], condition: { ...condition, IpAddress: {} } }]),
    ).toEqual([
      `No statement allows ViewServer of server on ${request.resourceNrn}. Statements whose targets match: 1.`,
      'Statement look of policy p-1: the condition Bool mfaPresent [true] is not met. The request has: false.',
      `A statement that allows ViewServer of server on ${request.resourceNrn} would allow it.`,
    ]);
    expect(said([{ effect: 'Allow', targets: [all], condition: { StringEquals: { requestRegion: 'kr' } } }])[1]).toBe(
      'Statement #0 of policy p-1: the condition StringEquals requestRegion [kr] is not met. The request has no such value.',
    );
    expect(said([{ effect: 'Allow', targets: [all], condition }])[1]).toBe(
      'Statement #0 of policy p-1: the condition IpAddress sourceIp [10.0.0.0/8, {policy}] cannot be judged. The request has: 192.0.2.7.',
    );
  });

  it('says so when policies had no say', () => {
    const main = { ...request.principal, type: 'main' as const };
    const of = (account: string) => ({ resourceNrn: `nrn:genkan:server:kr:${account}:instance/i-1` });
    const keys = (more: object) => explain(compiled(), { ...request, ...more }).sentences.map(({ key }) => key);
    expect(keys({ action: '*' })).toEqual(['policy.malformed_request']);
    expect(keys({ principal: null })).toEqual(['policy.failed_unexpectedly']);
    expect(keys(of('111111111111'))).toEqual(['policy.other_account']);
    expect(keys({ principal: main })).toEqual(['policy.main_account']);
    expect(keys({ principal: main, ...of('') })).toEqual(['policy.platform_resource']);
  });

  it('lists twenty conditions, and counts the others', () => {
    const condition = { Bool: { mfaPresent: true } };
    const sentences = said(Array.from({ length: 25 }, () => ({ effect: 'Allow' as const, targets: [all], condition })));
    expect(sentences).toHaveLength(23);
    expect(sentences[21]).toBe('Conditions of this kind that are not listed: 5.');
  });
});

describe('messages', () => {
  const paramsOf = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

  it.each(Object.keys(messages) as MessageKey[])('are in all four languages, with the same parameters: %s', (key) => {
    for (const language of languages) {
      expect(messages[key][language]).not.toBe('');
      expect(paramsOf(messages[key][language])).toEqual(paramsOf(messages[key].en));
    }
    expect(Object.keys(messages[key]).sort()).toEqual([...languages].sort());
  });
});
