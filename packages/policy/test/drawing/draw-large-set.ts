import type { Condition, PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import type { AttachedPolicy } from '../../src/decision.js';
import type { PolicyRequest } from '../../src/request.js';
import { type Choose, onceIn, oneOf, several } from './choice.js';
import { drawCondition } from './draw-condition.js';
import { ownAccount } from './draw-request.js';

/** Policies with many statements, and requests that only a few of them are about: what indexes are made for. */
export interface LargeSet {
  readonly policies: readonly AttachedPolicy[];
  readonly requests: readonly PolicyRequest[];
}

const verbs = ['View', 'Change', 'Delete', 'Create', 'List', 'V', 'Attach'];
const nouns = ['Server', 'Servers', 'Disk', 'Network', 'Bill', 'r', 'ServerServer'];
const types = ['instance', 'volume', 'file'];

/** What the statements of a large set are like. */
export type LargeSetKind = 'mixed' | 'rare-actions' | 'rare-resources' | 'all-apply';

/** So many statements in three policies, and so many requests. */
export function drawLargeSet(
  choose: Choose,
  kind: LargeSetKind,
  statementCount: number,
  requestCount: number,
): LargeSet {
  const requests = Array.from({ length: requestCount }, () => drawLargeRequest(choose, kind));
  const policies = ['user', 'group', 'role'].map((policyId, at): AttachedPolicy => {
    const count = at === 0 ? statementCount - 2 * Math.floor(statementCount / 3) : Math.floor(statementCount / 3);
    const statements = Array.from({ length: count }, () => drawStatement(choose, kind, oneOf(choose, requests)));
    return { policyId, version: 1, document: { version: 1, statements } };
  });
  return { policies, requests };
}

const drawLargeRequest = (choose: Choose, kind: LargeSetKind): PolicyRequest => ({
  principal: { type: 'sub', id: `u-${choose(9)}`, name: 'mina.kim', accountNo: ownAccount },
  context: { sourceIp: `10.0.0.${choose(9)}`, requestRegion: oneOf(choose, ['kr', 'jp']) },
  product: oneOf(choose, ['server', 'billing', 'network']),
  action: kind === 'rare-actions' ? rareAction(choose) : `${oneOf(choose, verbs)}${oneOf(choose, nouns)}`,
  resourceNrn: `nrn:genkan:${oneOf(choose, ['server', 'network'])}:${oneOf(choose, ['kr', 'jp', ''])}:${ownAccount}:${drawLastPart(choose)}`,
});

const drawLastPart = (choose: Choose) =>
  oneOf(choose, [
    `${oneOf(choose, types)}/i-${choose(30)}`,
    `${oneOf(choose, types)}/i-${choose(9)}/disk/${choose(9)}`,
    'instance/*',
  ]);

function drawStatement(choose: Choose, kind: LargeSetKind, request: PolicyRequest): PolicyStatement {
  const isForAll = kind === 'all-apply' || (kind === 'rare-actions' && !onceIn(choose, 10));
  return {
    effect: onceIn(choose, kind === 'mixed' ? 6 : 60) ? 'Deny' : 'Allow',
    targets: several(choose, 1, 2, () => ({
      product: kind === 'all-apply' ? '*' : oneOf(choose, ['server', 'server', 'billing', 'network', '*']),
      actions: several(choose, 1, 3, () => drawAction(choose, kind)),
      resourceNrns: isForAll ? [forAll(choose, kind)] : several(choose, 1, 3, () => drawResource(choose)),
    })),
    ...(onceIn(choose, 3) ? {} : { condition: drawLargeCondition(choose, request) }),
  };
}

/** Seldom an error: where a hundred statements apply, one of them would hide what the others say. */
function drawLargeCondition(choose: Choose, request: PolicyRequest): Condition {
  if (onceIn(choose, 400)) return drawCondition(choose, request);
  return oneOf(choose, [
    { StringEquals: { principalId: `u-${choose(12)}` } },
    { StringLike: { requestRegion: [`k*${choose(99)}`, 'j?'] } },
    { StringNotEquals: { requestRegion: `${choose(99)}` } },
    { IpAddress: { sourceIp: `10.0.0.${choose(256)}/31` } },
    { NotIpAddress: { sourceIp: `10.0.0.${choose(256)}/29` } },
  ]);
}

const rareAction = (choose: Choose) => `Do${choose(200)}`;

function drawAction(choose: Choose, kind: LargeSetKind): string {
  if (kind === 'all-apply' || (kind === 'rare-resources' && !onceIn(choose, 10))) return '*';
  return kind === 'rare-actions' && !onceIn(choose, 200) ? rareAction(choose) : drawMixedAction(choose);
}

/** Mostly patterns whose ends have few lengths, so that many of them are of one shape. */
function drawMixedAction(choose: Choose): string {
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

/** Every resource, sometimes said with a head that no other has. */
const forAll = (choose: Choose, kind: LargeSetKind) =>
  kind === 'all-apply' && onceIn(choose, 2)
    ? `nrn:genkan:*${'*'.repeat(choose(20))}:*${'*'.repeat(choose(40))}:*:*`
    : '*';

function drawResource(choose: Choose): string {
  if (onceIn(choose, 30)) return '*';
  const product = oneOf(choose, ['server', 'network', '*', 's*r']);
  const head = `nrn:genkan:${product}:${oneOf(choose, ['kr', 'jp', '', '*'])}:${oneOf(choose, [ownAccount, ownAccount, '*', ''])}`;
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
