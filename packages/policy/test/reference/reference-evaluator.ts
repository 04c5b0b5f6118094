import type { PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import type { AttachedPolicy, Decision, StatementRef } from '../../src/decision.js';
import type { PolicyRequest } from '../../src/request.js';
import { conditionResult } from './condition-result.js';
import { isMalformedRequest } from './malformed-request.js';
import { accountOf } from './nrn-parts.js';
import { targetMatches } from './target-matches.js';

interface Judged {
  readonly ref: StatementRef;
  readonly effect: PolicyStatement['effect'];
  readonly result: boolean | 'error';
}

/**
 * The evaluator of docs/policy.md, "Semantics", in that page's order and words and by the plainest means. It is the yardstick of the real
 * one, so it shares no code with it, and it is written to be read beside the page; nobody should run it for its speed.
 */
export function referenceEvaluate(policies: readonly AttachedPolicy[], request: PolicyRequest): Decision {
  // 1. A malformed request.
  if (isMalformedRequest(request)) return { effect: 'error', considered: 0 };

  // 2. The NRN names an account, and not the principal's.
  const account = accountOf(request.resourceNrn);
  if (account !== '' && account !== request.principal.accountNo) return { effect: 'no-match', considered: 0 };

  // 3. The principal is the main account.
  if (request.principal.type === 'main') return { effect: account === '' ? 'no-match' : 'allow', considered: 0 };

  // 4. The applicable statements.
  const judged: Judged[] = [];
  for (const { policyId, version, document } of policies) {
    for (const [index, { sid, effect, targets, condition }] of document.statements.entries()) {
      if (!targets.some((target) => targetMatches(target, request))) continue;
      const ref = sid === undefined ? { policyId, version, index } : { policyId, version, sid };
      judged.push({ ref, effect, result: conditionResult(condition, request) });
    }
  }
  const considered = judged.length;

  // 5. The first that holds.
  const error = judged.find(({ result }) => result === 'error');
  if (error) return { effect: 'error', decidedBy: error.ref, considered };
  const deny = judged.find(({ effect, result }) => effect === 'Deny' && result === true);
  if (deny) return { effect: 'explicit-deny', decidedBy: deny.ref, considered };
  const allow = judged.find(({ effect, result }) => effect === 'Allow' && result === true);
  if (allow) return { effect: 'allow', decidedBy: allow.ref, considered };
  return { effect: 'no-match', considered, missing: smallestGrant(request) };
}

const smallestGrant = ({ product, action, resourceNrn }: PolicyRequest): PolicyStatement => ({
  effect: 'Allow',
  targets: [{ product, actions: [action], resourceNrns: [resourceNrn] }],
});
