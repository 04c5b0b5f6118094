import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { conditionOperator, plainConditionKeys, policyDocument } from './policy-document.js';
import { policyDocumentSchema } from './policy-document-schema.js';

const isValid = new Ajv2020().compile(policyDocumentSchema());

const target = {
  product: 'server',
  actions: ['View*'],
  resourceNrns: ['nrn:genkan:server:kr:204718330962:instance/*'],
};
const statement = { sid: 'view', effect: 'Allow', targets: [target] };
const documentOf = (changes: object) => ({ version: 1, statements: [{ ...statement, ...changes }] });

const good = {
  'a statement': documentOf({}),
  'no statement': { version: 1, statements: [] },
  'no sid': documentOf({ sid: undefined }),
  'everything on everything': documentOf({ targets: [{ product: '*', actions: ['*'], resourceNrns: ['*'] }] }),
  ...Object.fromEntries(
    conditionOperator.options.map((operator) => [
      operator,
      documentOf({ condition: { [operator]: { sourceIp: ['a', true] } } }),
    ]),
  ),
  ...Object.fromEntries(
    [...plainConditionKeys, 'resourceTag/env', 'principalTag/팀'].map((key) => [
      key,
      documentOf({ condition: { StringLike: { [key]: '*' } } }),
    ]),
  ),
};

const bad = {
  'another version': { ...documentOf({}), version: 2 },
  'an unknown member': { ...documentOf({}), id: 'x' },
  'an unknown member of a statement': documentOf({ principal: '*' }),
  'an unknown member of a target': documentOf({ targets: [{ ...target, notActions: [] }] }),
  'an effect in other case': documentOf({ effect: 'allow' }),
  'a sid with a space': documentOf({ sid: 'a b' }),
  'an action that is no list': documentOf({ targets: [{ ...target, actions: 'View*' }] }),
  'an NRN of five parts': documentOf({ targets: [{ ...target, resourceNrns: ['nrn:genkan:server:kr:instance/*'] }] }),
  'an unknown operator': documentOf({ condition: { StringIs: { principalName: 'a' } } }),
  'a number as value': documentOf({ condition: { StringEquals: { principalName: 1 } } }),
};

describe('the JSON Schema of policy documents', () => {
  it.each(Object.entries(good))('takes what the language takes: %s', (_, document) => {
    const sent: unknown = JSON.parse(JSON.stringify(document));
    expect([policyDocument.safeParse(sent).success, isValid(sent)]).toEqual([true, true]);
  });

  it.each(Object.entries(bad))('refuses what the language refuses: %s', (_, document) => {
    const sent: unknown = JSON.parse(JSON.stringify(document));
    expect([policyDocument.safeParse(sent).success, isValid(sent)]).toEqual([false, false]);
  });

  it.each(['SourceIp', 'resourceTag', 'resourceTag/', 'tag/env'])(
    'refuses the unknown key %s, which is well-formed',
    (key) => {
      const sent = documentOf({ condition: { StringEquals: { [key]: 'a' } } });
      expect([policyDocument.safeParse(sent).success, isValid(sent)]).toEqual([true, false]);
    },
  );
});
