import type { Condition, PolicyStatement, PolicyTarget } from '@genkan/contracts/sub-account/policy-document';
import type { AttachedPolicy } from '../../src/decision.js';
import type { PolicyRequest } from '../../src/request.js';
import { type Choose, onceIn, oneOf, several } from './choice.js';
import { drawCondition } from './draw-condition.js';
import { actions, drawRequest, lastParts, ownAccount, products } from './draw-request.js';
import { patternLike } from './draw-text.js';

/** A set of policies and a request that it is likely to have something to say about. */
export interface Pair {
  readonly policies: readonly AttachedPolicy[];
  readonly request: PolicyRequest;
}

/** Draws the request first and the policies around it. One set in thirty is large enough for indexes to have something to do. */
export function drawPair(choose: Choose): Pair {
  const request = drawRequest(choose);
  const most = onceIn(choose, 30) ? 12 : 3;
  const known: Condition[] = [];
  const policies = several(choose, onceIn(choose, 12) ? 0 : 1, 3, () => drawPolicy(choose, request, most, known));
  return { policies, request };
}

const drawPolicy = (choose: Choose, request: PolicyRequest, most: number, known: Condition[]): AttachedPolicy => ({
  policyId: oneOf(choose, ['user', 'group', 'role', 'constructor']),
  version: 1 + choose(3),
  document: {
    version: 1,
    statements: several(choose, onceIn(choose, 12) ? 0 : 1, most, () => drawStatement(choose, request, known)),
  },
});

/** A statement; two out of three are Allows. Once in five times it has a condition that is known already; others it adds to those. */
export function drawStatement(choose: Choose, request: PolicyRequest, known: Condition[] = []): PolicyStatement {
  const targets = onceIn(choose, 30)
    ? []
    : several(choose, 1, onceIn(choose, 3) ? 2 : 1, () => drawTarget(choose, request));
  return {
    ...(onceIn(choose, 2) ? { sid: oneOf(choose, ['a', 'b', '0', 'toString']) } : {}),
    effect: onceIn(choose, 3) ? 'Deny' : 'Allow',
    targets,
    ...(onceIn(choose, 3) ? {} : { condition: drawOrRepeat(choose, request, known) }),
  };
}

function drawOrRepeat(choose: Choose, request: PolicyRequest, known: Condition[]): Condition {
  if (known.length > 0 && onceIn(choose, 5)) return oneOf(choose, known);
  const condition = drawCondition(choose, request);
  known.push(condition);
  return condition;
}

const drawTarget = (choose: Choose, request: PolicyRequest): PolicyTarget => ({
  product: oneOf(choose, [request.product, request.product, '*', oneOf(choose, products)]).replace(
    /^[^*A-Za-z]|^$/,
    'a',
  ),
  actions: several(choose, onceIn(choose, 30) ? 0 : 1, 2, () => drawActionPattern(choose, request)),
  resourceNrns: several(choose, onceIn(choose, 30) ? 0 : 1, 2, () => drawResourcePattern(choose, request)),
});

function drawActionPattern(choose: Choose, { action }: PolicyRequest): string {
  const pattern = onceIn(choose, 3)
    ? oneOf(choose, [...actions, 'View*', '*Server', '*'])
    : patternLike(choose, action, ['*'], ['a', 'b', '*']);
  return /^[A-Za-z0-9*]{1,64}$/.test(pattern) ? pattern : '*';
}

function drawResourcePattern(choose: Choose, { resourceNrn }: PolicyRequest): string {
  if (onceIn(choose, 3)) return '*';
  const [, , product = 'server', region = 'kr', account = '', ...last] = resourceNrn.split(':');
  const part = (text: string, others: readonly string[]) =>
    onceIn(choose, 12) ? oneOf(choose, others) : onceIn(choose, 4) ? patternLike(choose, text, ['*'], ['*']) : text;
  const end = onceIn(choose, 4)
    ? oneOf(choose, lastParts)
    : patternLike(choose, last.join(':'), ['*'], ['a', 'b', ':', '/', '*']);
  const pattern = `nrn:genkan:${part(product, ['*', 'billing'])}:${part(region, ['*', 'jp', ''])}:${part(account, ['*', '', ownAccount])}:${end}`;
  return /^nrn:genkan:[A-Za-z0-9_*-]+:[A-Za-z0-9_*-]*:[0-9*]*:[A-Za-z0-9_:./=*-]+$/.test(pattern) &&
    pattern.length <= 128
    ? pattern
    : '*';
}
