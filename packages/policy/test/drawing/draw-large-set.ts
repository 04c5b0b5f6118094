import type { PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import type { AttachedPolicy } from '../../src/decision.js';
import type { PolicyRequest } from '../../src/request.js';
import { type Choose, onceIn, oneOf, several } from './choice.js';
import { drawCondition } from './draw-condition.js';
import { drawRequest, ownAccount } from './draw-request.js';

/** Policies with many statements, and requests that only a few of them are about: what indexes are made for. */
export interface LargeSet {
  readonly policies: readonly AttachedPolicy[];
  readonly requests: readonly PolicyRequest[];
}

const verbs = ['View', 'Change', 'Delete', 'Create', 'List', 'V', 'Attach'];
const nouns = ['Server', 'Servers', 'Disk', 'Network', 'Bill', 'r', 'ServerServer'];
const types = ['instance', 'volume', 'file'];

/** So many statements in three policies, and forty requests. */
export function drawLargeSet(choose: Choose, statementCount: number): LargeSet {
  const requests = Array.from({ length: 40 }, () => drawLargeRequest(choose));
  const policies = ['user', 'group', 'role'].map((policyId, at): AttachedPolicy => {
    const count = at === 0 ? statementCount - 2 * Math.floor(statementCount / 3) : Math.floor(statementCount / 3);
    const statements = Array.from({ length: count }, () => drawStatement(choose, oneOf(choose, requests)));
    return { policyId, version: 1, document: { version: 1, statements } };
  });
  return { policies, requests };
}

const drawLargeRequest = (choose: Choose): PolicyRequest => ({
  ...drawRequest(choose),
  product: oneOf(choose, ['server', 'billing', 'network']),
  action: `${oneOf(choose, verbs)}${oneOf(choose, nouns)}`,
  resourceNrn: `nrn:genkan:${oneOf(choose, ['server', 'network'])}:${oneOf(choose, ['kr', 'jp', ''])}:${ownAccount}:${drawLastPart(choose)}`,
});

const drawLastPart = (choose: Choose) =>
  oneOf(choose, [
    `${oneOf(choose, types)}/i-${choose(30)}`,
    `${oneOf(choose, types)}/i-${choose(9)}/disk/${choose(9)}`,
    'instance/*',
  ]);

const drawStatement = (choose: Choose, request: PolicyRequest): PolicyStatement => ({
  effect: onceIn(choose, 6) ? 'Deny' : 'Allow',
  targets: several(choose, 1, 2, () => ({
    product: oneOf(choose, ['server', 'server', 'billing', 'network', '*']),
    actions: several(choose, 1, 3, () => drawAction(choose)),
    resourceNrns: several(choose, 1, 3, () => drawResource(choose)),
  })),
  ...(onceIn(choose, 2) ? { condition: drawCondition(choose, request) } : {}),
});

/** Mostly patterns whose ends have few lengths, so that many of them are of one shape. */
function drawAction(choose: Choose): string {
  const verb = oneOf(choose, verbs);
  const noun = oneOf(choose, nouns);
  return oneOf(choose, [
    `${verb}${noun}`,
    `${verb}${noun}`,
    `${verb}*`,
    `*${noun}`,
    `${verb}*${noun}`,
    `${verb}*r*${noun}`,
  ]);
}

function drawResource(choose: Choose): string {
  if (onceIn(choose, 30)) return '*';
  const head = `nrn:genkan:${oneOf(choose, ['server', 'network', '*', 's*r'])}:${oneOf(choose, ['kr', 'jp', '', '*'])}:${oneOf(choose, [ownAccount, ownAccount, '*', ''])}`;
  const type = oneOf(choose, types);
  const last = [
    drawLastPart(choose),
    `${type}/*`,
    `*/i-${choose(30)}`,
    `${type}/*/disk/${choose(9)}`,
    `i*e/i-${choose(30)}`,
    `${type}/i-${choose(9)}/*/${choose(9)}`,
  ];
  return `${head}:${oneOf(choose, last)}`;
}
