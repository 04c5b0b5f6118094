import { loadRival } from './load-rival.js';
import type { Call, MakeEngine, Mix, Rule, RuleCondition } from './workload.js';

/**
 * The best form that we found for each mix. Denials come first, so that the first line that matches decides and ends the search. What
 * excludes most lines is asked first. Patterns and conditions are functions of ours over what was prepared once: casbin's own `globMatch`
 * takes twice as long, its `eval` three times.
 */
const forms: Record<Mix, Form> = {
  literal: {
    request: 'act, nrn',
    policy: 'act, nrn',
    matcher: 'r.nrn == p.nrn && r.act == p.act',
    line: ({ product, action, resource }) => [`${product}:${action}`, resource],
    values: ({ product, action, resource }) => [`${product}:${action}`, resource],
  },
  wildcard: {
    request: 'product, act, nrn',
    policy: 'product, act, nrn',
    matcher: '(r.product == p.product || p.product == "*") && like(r.act, p.act) && like(r.nrn, p.nrn)',
    line: ({ product, action, resource }) => [product, action, resource],
    values: ({ product, action, resource }) => [product, action, resource],
  },
  conditional: {
    request: 'act, nrn, facts',
    policy: 'act, nrn, conditions',
    matcher: 'r.act == p.act && like(r.nrn, p.nrn) && hold(r.facts, p.conditions)',
    line: ({ product, action, resource, conditions }) => [`${product}:${action}`, resource, JSON.stringify(conditions)],
    values: ({ product, action, resource, facts }) => [`${product}:${action}`, resource, readFacts(facts)],
  },
};

interface Form {
  readonly request: string;
  readonly policy: string;
  readonly matcher: string;
  readonly line: (rule: Rule) => string[];
  readonly values: (call: Call) => unknown[];
}

/** What we use of it. */
interface Casbin {
  newModelFromString(text: string): Model;
  newEnforcer(model: Model, adapter: { loadPolicy(loaded: Model): Promise<void> }): Promise<Enforcer>;
}

interface Model {
  readonly model: Map<string, Map<string, { readonly policy: string[][] }>>;
}

interface Enforcer {
  addFunction(name: string, implementation: unknown): Promise<void>;
  enforceSync(...request: unknown[]): boolean;
}

export const casbinEngine: MakeEngine = async ({ mix, rules }, calls) => {
  const { newEnforcer, newModelFromString } = await loadRival<Casbin>('casbin');
  const { request, policy, matcher, line, values } = forms[mix];
  const model = newModelFromString(`
[request_definition]
r = ${request}
[policy_definition]
p = eft, ${policy}
[policy_effect]
e = priority(p.eft) || deny
[matchers]
m = ${matcher}
`);
  const ordered = [...rules].sort((one, other) => Number(other.isDeny) - Number(one.isDeny));
  const lines = ordered.map((rule) => [rule.isDeny ? 'deny' : 'allow', ...line(rule)]);
  const enforcer = await newEnforcer(model, {
    // As its own adapters do, which read such lines from a file.
    loadPolicy: async (loaded) => {
      loaded.model
        .get('p')
        ?.get('p')
        ?.policy.push(...lines);
    },
  });
  await enforcer.addFunction('like', like);
  await enforcer.addFunction('hold', hold);
  const requests = calls.map(values);
  return { allows: (call) => enforcer.enforceSync(...(requests[call] as unknown[])) };
};

/** Facts as comparisons want them. */
interface ReadFacts {
  readonly ip: number;
  readonly time: number;
  readonly isWithMfa: boolean;
  readonly region: string;
  readonly team: string;
  readonly name: string;
}

const readFacts = (facts: Call['facts']): ReadFacts => ({
  ...facts,
  ip: numberOf(facts.ip),
  time: Date.parse(facts.time),
});

const expressions = new Map<string, RegExp>();

function like(text: string, pattern: string): boolean {
  let expression = expressions.get(pattern);
  if (!expression) {
    expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
    expressions.set(pattern, expression);
  }
  return expression.test(text);
}

const conjunctions = new Map<string, readonly ((facts: ReadFacts) => boolean)[]>();

function hold(facts: ReadFacts, written: string): boolean {
  let tests = conjunctions.get(written);
  if (!tests) {
    tests = (JSON.parse(written) as RuleCondition[]).map(testOf);
    conjunctions.set(written, tests);
  }
  for (const test of tests) if (!test(facts)) return false;
  return true;
}

function testOf(condition: RuleCondition): (facts: ReadFacts) => boolean {
  switch (condition.is) {
    case 'from-range': {
      const range = numberOf(condition.range.replace('/24', '')) >>> 8;
      return ({ ip }) => ip >>> 8 === range;
    }
    case 'before': {
      const time = Date.parse(condition.time);
      return (facts) => facts.time < time;
    }
    case 'after': {
      const time = Date.parse(condition.time);
      return (facts) => facts.time > time;
    }
    case 'with-mfa':
      return ({ isWithMfa }) => isWithMfa;
    case 'tagged':
      return ({ team }) => team === condition.value;
    case 'in-region':
      return ({ region }) => region === condition.value;
    case 'named':
      return ({ name }) => like(name, condition.value);
  }
}

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
