import type { Condition, ConditionOperator, PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import { compile } from '@genkan/policy/compile';
import type { AttachedPolicy } from '@genkan/policy/decision';
import { evaluate } from '@genkan/policy/evaluate';
import type { PolicyRequest } from '@genkan/policy/request';
import { ACCOUNT } from './catalogue.js';
import type { Call, MakeEngine, Rule, RuleCondition } from './workload.js';

/** So many fit into a document of 32 KiB. */
const STATEMENTS_A_POLICY = 95;

export const genkanEngine: MakeEngine = ({ rules }, calls) => {
  const compiled = compile(policiesOf(rules));
  const requests = calls.map(requestOf);
  return { allows: (call) => evaluate(compiled, requests[call] as PolicyRequest).effect === 'allow' };
};

/** The policies of a principal, as they would be stored. */
export function policiesOf(rules: readonly Rule[]): readonly AttachedPolicy[] {
  const policies: AttachedPolicy[] = [];
  for (let start = 0; start < rules.length; start += STATEMENTS_A_POLICY) {
    const statements = rules.slice(start, start + STATEMENTS_A_POLICY).map(statementOf);
    policies.push({ policyId: `policy-${policies.length}`, version: 1, document: { version: 1, statements } });
  }
  return policies;
}

const statementOf = ({ isDeny, product, action, resource, conditions }: Rule): PolicyStatement => ({
  effect: isDeny ? 'Deny' : 'Allow',
  targets: [{ product, actions: [action], resourceNrns: [resource] }],
  ...(conditions.length > 0 && { condition: conditionOf(conditions) }),
});

function conditionOf(conditions: readonly RuleCondition[]): Condition {
  const condition: Condition = {};
  for (const one of conditions) {
    const [operator, key, value] = entryOf(one);
    condition[operator] = { ...condition[operator], [key]: value };
  }
  return condition;
}

function entryOf(condition: RuleCondition): readonly [ConditionOperator, key: string, value: string | boolean] {
  switch (condition.is) {
    case 'from-range':
      return ['IpAddress', 'sourceIp', condition.range];
    case 'before':
      return ['DateLessThan', 'currentTime', condition.time];
    case 'after':
      return ['DateGreaterThan', 'currentTime', condition.time];
    case 'with-mfa':
      return ['Bool', 'mfaPresent', true];
    case 'tagged':
      return ['StringEquals', 'resourceTag/team', condition.value];
    case 'in-region':
      return ['StringEquals', 'requestRegion', condition.value];
    case 'named':
      return ['StringLike', 'principalName', condition.value];
  }
}

/** With everything that the gateway knows, whether a condition asks for it or not. */
export const requestOf = ({ product, action, resource, facts }: Call): PolicyRequest => ({
  principal: { type: 'sub', id: '0f8b6a52', name: facts.name, accountNo: ACCOUNT, tags: { team: 'payments' } },
  product,
  action,
  resourceNrn: resource,
  context: {
    sourceIp: facts.ip,
    currentTime: facts.time,
    mfaPresent: facts.isWithMfa,
    requestRegion: facts.region,
    resourceTags: { team: facts.team },
  },
});
