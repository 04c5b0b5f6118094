import type { Check, Found } from './check.js';
import { allowServer, allowWhen, policyOf, SERVERS } from './example-policy.js';
import { pointerBelow } from './pointer.js';

const view = allowServer('ViewServer');
const fixed = policyOf(view);
const withTarget = (target: object) =>
  policyOf({
    effect: 'Allow',
    targets: [{ product: 'server', actions: ['ViewServer'], resourceNrns: [SERVERS], ...target }],
  });

const at = (pointer: string): Found => ({ pointer });

export const emptyStatements: Check = {
  name: 'empty-statements',
  severity: 'WARNING',
  what: 'The policy has no statement: it does nothing.',
  sentence: 'The policy has no statement, so it does nothing.',
  fix: 'Add a statement, or delete the policy.',
  example: policyOf(),
  fixed,
  find: ({ statements }) => (statements.length === 0 ? [at('/statements')] : []),
};

export const emptyTargets: Check = {
  name: 'empty-targets',
  severity: 'ERROR',
  what: 'A statement without targets never applies; a Deny of this kind denies nothing.',
  sentence: 'The statement has no target, so it never applies.',
  fix: 'Say what it is about, or delete it.',
  example: policyOf({ effect: 'Deny', targets: [] }, view),
  fixed,
  find: ({ statements }) =>
    statements.filter(({ targets }) => targets.length === 0).map(({ pointer }) => at(pointerBelow(pointer, 'targets'))),
};

export const emptyActions: Check = {
  name: 'empty-actions',
  severity: 'ERROR',
  what: 'A target without actions matches nothing.',
  sentence: 'The target names no action, so it matches nothing.',
  fix: 'Name the actions; `*` is every action.',
  example: withTarget({ actions: [] }),
  fixed,
  find: ({ targets }) =>
    targets.filter(({ actions }) => actions.length === 0).map(({ pointer }) => at(pointerBelow(pointer, 'actions'))),
};

export const emptyResources: Check = {
  name: 'empty-resources',
  severity: 'ERROR',
  what: 'A target without resources matches nothing.',
  sentence: 'The target names no resource, so it matches nothing.',
  fix: 'Name the resources; `*` is every resource.',
  example: withTarget({ resourceNrns: [] }),
  fixed,
  find: ({ targets }) =>
    targets
      .filter(({ resources }) => resources.length === 0)
      .map(({ pointer }) => at(pointerBelow(pointer, 'resourceNrns'))),
};

export const emptyValues: Check = {
  name: 'empty-values',
  severity: 'ERROR',
  what: 'A key is compared with an empty list: a positive operator is then never true, a negative one always.',
  sentence: '{operator} compares {key} with no value at all.',
  fix: 'Give the values, or take the key out.',
  example: allowWhen({ StringEquals: { principalName: [] } }),
  fixed: allowWhen({ StringEquals: { principalName: ['kim'] } }),
  find: ({ entries }) =>
    entries
      .filter(({ values }) => values.length === 0)
      .map(({ pointer, operatorName, keyName }) => ({ pointer, params: { operator: operatorName, key: keyName } })),
};

export const emptyCondition: Check = {
  name: 'empty-condition',
  severity: 'WARNING',
  what: 'A condition, or an operator in it, names no key: it is always true.',
  sentence: 'There is nothing in it to compare, so it is always true.',
  fix: 'Write what should hold, or leave the condition out.',
  example: allowWhen({ IpAddress: {} }),
  fixed: allowWhen({ IpAddress: { sourceIp: '203.0.113.0/24' } }),
  find: ({ statements }) =>
    statements.flatMap(({ statement: { condition }, pointer }) => {
      if (condition === undefined) return [];
      const operators = Object.entries(condition);
      const bare = operators.filter(([, keys]) => Object.keys(keys).length === 0).map(([name]) => name);
      if (operators.length === 0) return [at(pointerBelow(pointer, 'condition'))];
      return bare.map((name) => at(pointerBelow(pointer, 'condition', name)));
    }),
};
