import { conditionKey, type KeyType } from '../condition-keys.js';
import type { Check, Found } from './check.js';
import { allowWhen, variable } from './example-policy.js';

export const unclosedVariable: Check = {
  name: 'unclosed-variable',
  severity: 'ERROR',
  what: 'A variable in a value has no `}` at its end. Its statement is an error whenever it applies.',
  sentence: '{value} begins a variable that does not end.',
  fix: 'Add the `}`; what begins a variable cannot be plain text.',
  example: allowWhen({ StringEquals: { 'resourceTag/owner': variable('principalName').slice(0, -1) } }),
  fixed: allowWhen({ StringEquals: { 'resourceTag/owner': variable('principalName') } }),
  find: ({ values }) =>
    values
      .filter(({ variables }) => variables === null)
      .map(({ pointer, value }) => ({ pointer, params: { value: String(value) } })),
};

export const unknownVariable: Check = {
  name: 'unknown-variable',
  severity: 'ERROR',
  what: 'A variable names no condition key, so it never has a value.',
  sentence: '{variable} is no condition key, so the variable never has a value.',
  fix: `Name a condition key, case included: \`${variable('principalName')}\`, \`${variable('principalTag/team')}\`.`,
  example: allowWhen({ StringEquals: { 'resourceTag/owner': variable('userName') } }),
  fixed: allowWhen({ StringEquals: { 'resourceTag/owner': variable('principalName') } }),
  find: ({ values }) =>
    values.flatMap(({ pointer, variables }) =>
      (variables ?? [])
        .filter((variable) => conditionKey(variable) === undefined)
        .map((variable): Found => ({ pointer, params: { variable } })),
    ),
};

/** Types whose texts are never a value of the operator's type. A text may be one: an address in a tag. */
const misfitting: Readonly<Record<KeyType, readonly KeyType[]>> = {
  text: [],
  address: ['date', 'boolean'],
  date: ['address', 'boolean'],
  boolean: ['address', 'date'],
};

export const variableDoesNotFitOperator: Check = {
  name: 'variable-does-not-fit-operator',
  severity: 'ERROR',
  what: 'A variable puts in a value of a type that the operator cannot read: an error whenever it has a value.',
  sentence: '{operator} cannot compare with {variable}, which is of type {type}.',
  fix: 'Take a variable of the type of the operator, or a tag that holds such a value.',
  example: allowWhen({ IpAddress: { sourceIp: variable('currentTime') } }),
  fixed: allowWhen({ IpAddress: { sourceIp: variable('principalTag/office') } }),
  find: ({ values }) =>
    values.flatMap(({ entry, pointer, variables }) =>
      (variables ?? []).flatMap((variable): Found[] => {
        const type = conditionKey(variable)?.type;
        if (type === undefined || !misfitting[entry.operator.type].includes(type)) return [];
        return [{ pointer, params: { operator: entry.operatorName, variable, type } }];
      }),
    ),
};

export const comparesKeyWithItself: Check = {
  name: 'compares-key-with-itself',
  severity: 'WARNING',
  what: 'A key is compared with its own variable, which is always equal.',
  sentence: '{key} is compared with itself.',
  fix: 'Compare it with another key or with a text.',
  example: allowWhen({ StringEquals: { 'resourceTag/owner': variable('resourceTag/owner') } }),
  fixed: allowWhen({ StringEquals: { 'resourceTag/owner': variable('principalName') } }),
  find: ({ values }) =>
    values
      .filter(({ entry, value }) => value === variable(entry.keyName))
      .map(({ entry, pointer }) => ({ pointer, params: { key: entry.keyName } })),
};
