import { applicableStatements } from './applicable.js';
import type { CompiledPolicies } from './compiled-policies.js';
import type { ConditionEntry, Outcome } from './condition.js';
import { conditionKey } from './condition-keys.js';
import type { Decision, StatementRef } from './decision.js';
import { evaluate } from './evaluate.js';
import { type Facts, factsOf } from './facts.js';
import type { Sentence } from './messages.js';
import type { PolicyRequest } from './request.js';
import { accountOf, isWellFormed } from './request-check.js';

/** A decision, and why: sentences for `sayIn`, the most important first. */
export interface Explanation {
  readonly decision: Decision;
  readonly sentences: readonly Sentence[];
}

const MOST_CONDITIONS = 20;
const LONGEST_SHOWN = 200;

/** Decides as `evaluate` does, and says why. Never throws. */
export function explain(compiled: CompiledPolicies, request: PolicyRequest): Explanation {
  const decision = evaluate(compiled, request);
  try {
    return { decision, sentences: sentencesFor(compiled, request, decision) };
  } catch {
    return { decision, sentences: [{ key: 'policy.failed_unexpectedly', params: {} }] };
  }
}

function sentencesFor(compiled: CompiledPolicies, request: PolicyRequest, decision: Decision): Sentence[] {
  if (!isWellFormed(request)) return [{ key: 'policy.malformed_request', params: {} }];
  const { accountNo, type } = request.principal;
  const { product, action, resourceNrn: resource } = request;
  const account = accountOf(resource, accountNo);
  if (account === 'other') return [{ key: 'policy.other_account', params: { resource, accountNo } }];
  if (type === 'main') {
    if (account === 'own') return [{ key: 'policy.main_account', params: {} }];
    return [{ key: 'policy.platform_resource', params: { resource } }];
  }
  const { effect, decidedBy, considered } = decision;
  if (effect === 'no-match') {
    return [
      { key: 'policy.nothing_allows', params: { product, action, resource, considered: String(considered) } },
      ...conditionSentences(compiled, request, 'false'),
      { key: 'policy.grant_would_allow', params: { product, action, resource } },
    ];
  }
  if (decidedBy === undefined) return [{ key: 'policy.failed_unexpectedly', params: {} }];
  if (effect === 'allow') return [{ key: 'policy.allowed_by', params: statementParams(decidedBy) }];
  if (effect === 'explicit-deny') return [{ key: 'policy.denied_by', params: statementParams(decidedBy) }];
  const failed: Sentence = { key: 'policy.failed_by', params: statementParams(decidedBy) };
  return [failed, ...conditionSentences(compiled, request, 'error')];
}

const statementParams = (ref: StatementRef) => ({
  policy: ref.policyId,
  version: String(ref.version),
  statement: 'sid' in ref ? ref.sid : `#${ref.index}`,
});

/** The entries with this outcome: of all applicable statements when it is an error, else of those that would allow. */
function conditionSentences(compiled: CompiledPolicies, request: PolicyRequest, wanted: Outcome): Sentence[] {
  const facts = factsOf(request);
  const sentences: Sentence[] = [];
  let unlisted = 0;
  for (const number of applicableStatements(compiled, request)) {
    const statement = compiled.program.statements[number];
    const ref = compiled.refs[number];
    if (statement === undefined || ref === undefined || (wanted === 'false' && statement.isDeny)) continue;
    for (const entry of compiled.conditions[statement.condition] ?? []) {
      if (entry.judge(facts) !== wanted) continue;
      if (sentences.length < MOST_CONDITIONS) sentences.push(conditionSentence(entry, facts, wanted, ref));
      else unlisted += 1;
    }
  }
  if (unlisted > 0) sentences.push({ key: 'policy.more_conditions', params: { count: String(unlisted) } });
  return sentences;
}

function conditionSentence(
  { written: [operator, key, values] }: ConditionEntry,
  facts: Facts,
  outcome: Outcome,
  ref: StatementRef,
): Sentence {
  const { policy, statement } = statementParams(ref);
  const params = { policy, statement, operator, key, values: shown(values.join(', ')) };
  const value = conditionKey(key)?.read(facts.request) ?? undefined;
  if (outcome === 'error') return { key: 'policy.condition_error', params: { ...params, value: described(value) } };
  if (value === undefined) return { key: 'policy.condition_key_absent', params };
  return { key: 'policy.condition_not_met', params: { ...params, value: described(value) } };
}

const described = (value: unknown): string => (value === undefined ? '–' : shown(String(value)));

const shown = (text: string): string => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
