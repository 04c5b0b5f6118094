import { findApplicable, scratchFor } from './applicable.js';
import type { CompiledPolicies } from './compiled-policies.js';
import { judgeAll, type Outcome } from './condition.js';
import type { Decision } from './decision.js';
import { type Facts, factsOf } from './facts.js';
import type { PolicyRequest } from './request.js';
import { accountOf, isWellFormed } from './request-check.js';
import { giveBack, type Scratch } from './scratch.js';

/**
 * Decides a request by the policies of its principal, as docs/policy.md says. Never throws: whatever goes wrong is the effect
 * `error`, and only `allow` allows.
 */
export function evaluate(compiled: CompiledPolicies, request: PolicyRequest): Decision {
  try {
    return decide(compiled, request);
  } catch {
    return { effect: 'error', considered: 0 };
  }
}

function decide(compiled: CompiledPolicies, request: PolicyRequest): Decision {
  if (!isWellFormed(request)) return { effect: 'error', considered: 0 };
  const account = accountOf(request.resourceNrn, request.principal.accountNo);
  if (account === 'other') return { effect: 'no-match', considered: 0 };
  if (request.principal.type === 'main') return { effect: account === 'own' ? 'allow' : 'no-match', considered: 0 };
  const scratch = scratchFor(compiled);
  try {
    return judge(compiled, request, scratch, findApplicable(compiled, request, scratch));
  } finally {
    giveBack(scratch);
  }
}

/** The first statement of each kind decides; the worst kind first. */
function judge(compiled: CompiledPolicies, request: PolicyRequest, scratch: Scratch, considered: number): Decision {
  const { statements } = compiled.program;
  const facts = factsOf(request);
  const none = statements.length;
  let failed = none;
  let denying = none;
  let allowing = none;
  for (let index = 0; index < considered; index += 1) {
    const number = scratch.applicable[index] as number;
    const { condition, isDeny } = statements[number] as (typeof statements)[number];
    const outcome = condition < 0 ? 'true' : outcomeOf(compiled, condition, facts, scratch);
    if (outcome === 'error') failed = Math.min(failed, number);
    else if (outcome === 'false') continue;
    else if (isDeny) denying = Math.min(denying, number);
    else allowing = Math.min(allowing, number);
  }
  if (failed < none) return { effect: 'error', decidedBy: compiled.refs[failed], considered };
  if (denying < none) return { effect: 'explicit-deny', decidedBy: compiled.refs[denying], considered };
  if (allowing < none) return { effect: 'allow', decidedBy: compiled.refs[allowing], considered };
  return { effect: 'no-match', considered, missing: smallestGrant(request) };
}

const OUTCOMES = ['true', 'false', 'error'] as const;

/** Judges a condition, once for all statements that share it. */
function outcomeOf(compiled: CompiledPolicies, condition: number, facts: Facts, scratch: Scratch): Outcome {
  const known = (scratch.conditions[condition] as number) - scratch.mark;
  if (known >= 0) return OUTCOMES[known] as Outcome;
  const outcome = judgeAll(compiled.conditions[condition] ?? [], facts);
  scratch.conditions[condition] = scratch.mark + OUTCOMES.indexOf(outcome);
  return outcome;
}

/** What would allow exactly this request. */
const smallestGrant = ({ product, action, resourceNrn }: PolicyRequest): Decision['missing'] => ({
  effect: 'Allow',
  targets: [{ product, actions: [action], resourceNrns: [resourceNrn] }],
});
