import { setFlagsFromString } from 'node:v8';
import { loadRival } from './load-rival.js';
import type { Call, Facts, MakeEngine, Mix, Rule, RuleCondition } from './workload.js';

/*
 * Without this, node 20.20.2 ended in the midst of our first run ("unreachable code" in V8's deoptimizer); with it, it has not. That it is
 * about inlined calls of WebAssembly which give an object is inferred from the stack and from this flag helping. A call that is not inlined
 * costs nanoseconds more, where a decision takes many microseconds.
 */
setFlagsFromString('--no-turbo-inline-js-wasm-calls');

/**
 * The best form that we found. Policies are parsed once. A product is the type of its resources, so that `is` in the head of a policy
 * excludes those of other products; names are compared in the head, too. What else a policy asks for is in the context, since entities
 * would be read anew for each call: there are none. Times are numbers.
 */
const forms: Record<Mix, Form> = {
  literal: {
    policy: ({ product, action, resource }) => policy(action, `resource == ${typeOf(product)}::"${resource}"`),
    context: () => ({}),
  },
  wildcard: {
    policy: ({ product, action, resource }) => {
      const tests = [...(action === '*' ? [] : [same('context.action', action)]), same('context.nrn', resource)];
      return policy('*', product === '*' ? 'resource' : `resource is ${typeOf(product)}`, tests);
    },
    context: ({ action, resource }) => ({ action, nrn: resource }),
  },
  conditional: {
    policy: ({ product, action, resource, conditions }) =>
      policy(action, `resource is ${typeOf(product)}`, [same('context.nrn', resource), ...conditions.map(testOf)]),
    context: ({ resource, facts }) => ({ nrn: resource, ...contextOf(facts) }),
  },
};

interface Form {
  readonly policy: (rule: Rule) => string;
  readonly context: (call: Call) => Context;
}

/** What we use of it. */
interface Cedar {
  preparsePolicySet(id: string, policies: { staticPolicies: string }): Failure | { readonly type: 'success' };
  statefulIsAuthorized(call: AuthorizationCall): Failure | Answer;
}

type Context = Readonly<Record<string, unknown>>;

interface AuthorizationCall {
  readonly principal: EntityId;
  readonly action: EntityId;
  readonly resource: EntityId;
  readonly context: Context;
  readonly entities: readonly never[];
  readonly preparsedPolicySetId: string;
}

interface EntityId {
  readonly type: string;
  readonly id: string;
}

interface Failure {
  readonly type: 'failure';
  readonly errors: readonly unknown[];
}

interface Answer {
  readonly type: 'success';
  readonly response: { readonly decision: string; readonly diagnostics: { readonly errors: readonly unknown[] } };
}

export const cedarEngine: MakeEngine = async ({ mix, rules }, calls) => {
  const { preparsePolicySet, statefulIsAuthorized } = await loadRival<Cedar>('@cedar-policy/cedar-wasm/nodejs');
  const { policy, context } = forms[mix];
  const preparsedPolicySetId = `${mix}-${rules.length}`;
  const staticPolicies = rules.map((rule) => `${rule.isDeny ? 'forbid' : 'permit'}${policy(rule)}`).join('\n');
  insistParsed(preparsePolicySet(preparsedPolicySetId, { staticPolicies }));
  const requests = calls.map(
    (call): AuthorizationCall => ({
      principal: { type: 'User', id: 'kim' },
      action: { type: 'Action', id: call.action },
      resource: { type: typeOf(call.product), id: call.resource },
      context: context(call),
      entities: [],
      preparsedPolicySetId,
    }),
  );
  return {
    allows(call) {
      const answer = statefulIsAuthorized(requests[call] as AuthorizationCall);
      // An error in a policy would pass for one that does not apply.
      if (answer.type === 'failure' || answer.response.diagnostics.errors.length > 0)
        throw new Error(`cedar could not decide: ${JSON.stringify(answer)}`);
      return answer.response.decision === 'allow';
    },
  };
};

function insistParsed(answer: ReturnType<Cedar['preparsePolicySet']>): void {
  if (answer.type === 'failure') throw new Error(`cedar could not read a policy: ${JSON.stringify(answer.errors[0])}`);
}

function policy(action: string, resource: string, tests: readonly string[] = []): string {
  const head = `(principal, ${action === '*' ? 'action' : `action == Action::"${action}"`}, ${resource})`;
  return tests.length === 0 ? `${head};` : `${head} when { ${tests.join(' && ')} };`;
}

const typeOf = (product: string): string => `P_${product}`;

const same = (name: string, pattern: string): string =>
  pattern.includes('*') ? `${name} like "${pattern}"` : `${name} == "${pattern}"`;

const contextOf = ({ ip, time, isWithMfa, region, team, name }: Facts): Context => ({
  ip: { __extn: { fn: 'ip', arg: ip } },
  time: Date.parse(time),
  isWithMfa,
  region,
  team,
  name,
});

function testOf(condition: RuleCondition): string {
  switch (condition.is) {
    case 'from-range':
      return `context.ip.isInRange(ip("${condition.range}"))`;
    case 'before':
      return `context.time < ${Date.parse(condition.time)}`;
    case 'after':
      return `context.time > ${Date.parse(condition.time)}`;
    case 'with-mfa':
      return 'context.isWithMfa';
    case 'tagged':
      return `context.team == "${condition.value}"`;
    case 'in-region':
      return `context.region == "${condition.value}"`;
    case 'named':
      return same('context.name', condition.value);
  }
}
