import { plainConditionKeys, tagConditionKeys } from '@genkan/contracts/sub-account/policy-document';
import type { KeyType } from '../condition-keys.js';
import type { Check } from './check.js';
import { allowWhen } from './example-policy.js';
import { nearName } from './near-name.js';

/** Who asks is always known; everything else may be absent from a request. */
export const isAlwaysPresent = (key: string) => ['principalName', 'principalId', 'principalType'].includes(key);

const tagPrefixes = tagConditionKeys.map((prefix) => `${prefix}/`);

export const unknownConditionKey: Check = {
  name: 'unknown-condition-key',
  severity: 'ERROR',
  what: 'There is no such key. Its statement is an error whenever it applies, and so refuses what others allow.',
  sentence: 'There is no key {key}.{near}',
  fix: 'Correct the name; case matters. Tags are `resourceTag/<tag>`, `requestTag/<tag>`, `principalTag/<tag>`.',
  example: allowWhen({ IpAddress: { SourceIp: '203.0.113.0/24' } }),
  fixed: allowWhen({ IpAddress: { sourceIp: '203.0.113.0/24' } }),
  find: ({ entries, comparisons }) =>
    entries
      .filter(({ key }) => key === undefined)
      .map(({ keyName, pointer }) => {
        const name = nearName(keyName, [...plainConditionKeys, ...tagPrefixes], comparisons);
        return { pointer, params: { key: keyName, near: name === undefined ? '' : ` Is ${name} meant?` } };
      }),
};

const operatorsOf: Readonly<Record<KeyType, string>> = {
  text: 'String… operators',
  address: 'IpAddress and NotIpAddress',
  date: 'Date… operators',
  boolean: 'Bool',
};

export const operatorDoesNotFitKey: Check = {
  name: 'operator-does-not-fit-key',
  severity: 'ERROR',
  what: 'The operator compares values of another type than the key has. Its statement is an error whenever it applies.',
  sentence: '{operator} does not compare {key}; {operators} do.',
  fix: 'Take an operator for the type of the key.',
  example: allowWhen({ StringEquals: { mfaPresent: 'true' } }),
  fixed: allowWhen({ Bool: { mfaPresent: 'true' } }),
  find: ({ entries }) =>
    entries.flatMap(({ key, operator, operatorName, pointer }) => {
      if (key === undefined || key.type === operator.type) return [];
      return [{ pointer, params: { operator: operatorName, key: key.name, operators: operatorsOf[key.type] } }];
    }),
};

export const ifExistsOnPresentKey: Check = {
  name: 'if-exists-on-present-key',
  severity: 'INFO',
  what: 'The key is in every request, so `IfExists` says nothing.',
  sentence: '{key} is in every request; {operator} without IfExists says the same.',
  fix: 'Leave `IfExists` away.',
  example: allowWhen({ StringEqualsIfExists: { principalName: 'kim' } }),
  fixed: allowWhen({ StringEquals: { principalName: 'kim' } }),
  find: ({ entries }) =>
    entries
      .filter(({ operator, keyName }) => operator.ifExists && isAlwaysPresent(keyName))
      .map(({ operator, keyName, pointer }) => ({ pointer, params: { key: keyName, operator: operator.base } })),
};
