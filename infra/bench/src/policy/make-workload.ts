import { ACCOUNT, actions, nouns, nrnOf, someAction, someProduct } from './catalogue.js';
import { factsFor, plainFacts, someConditions } from './conditions.js';
import { type Random, randomFrom } from './random.js';
import type { Call, Mix, Rule, Workload } from './workload.js';

export interface WorkloadSize {
  readonly statements: number;
  /** How many different requests there are of each outcome. */
  readonly calls: number;
}

/** Rules, and for each outcome calls that should have it; that they do is for the engines to say. */
export function makeWorkload(mix: Mix, size: WorkloadSize): Workload {
  const random = randomFrom(size.statements + mix.length);
  const rules: Rule[] = [];
  for (let number = 0; number < size.statements; number += 1) {
    // One in ten denies what the one before it allows; what these two are about is nobody else's.
    const previous = rules.at(-1);
    rules.push(isDenyAt(number) && previous ? { ...previous, isDeny: true } : makers[mix](number, random));
  }
  const open = rules.filter((_, number) => !isLockedAt(number));
  const denying = rules.filter(({ isDeny }) => isDeny);
  const list = (call: (number: number) => Call) => Array.from({ length: size.calls }, (_, number) => call(number));
  return {
    mix,
    rules,
    calls: {
      allow: list(() => callFor(one(open, random), random)),
      'explicit-deny': list(() => callFor(one(denying, random), random)),
      'no-match': list((number) => unmatchedCall(rules, number, random)),
    },
  };
}

const isDenyAt = (number: number): boolean => number % 10 === 9;
const isLockedAt = (number: number): boolean => number % 10 >= 8;

const makers: Record<Mix, (number: number, random: Random) => Rule> = {
  literal(number, random) {
    const { name, product } = groupOf(number);
    return { isDeny: false, product, action: someAction(random), resource: nrnOf(product, name), conditions: [] };
  },
  wildcard(number, random) {
    const { name, product: own } = groupOf(number);
    const product = number % 20 === 0 ? '*' : own;
    const noun = nouns[random.below(nouns.length)];
    const ids = [`${name}-*`, `*-${name}`, `${name}-*-blue`] as const;
    return {
      isDeny: false,
      product,
      action: one(['View*', `*${noun}`, `C*${noun}`, someAction(random), '*'], random),
      resource: nrnOf(product, one(ids, random), one(['kr', 'kr', 'kr', '*'], random)),
      conditions: [],
    };
  },
  conditional(number, random) {
    const { name, product } = groupOf(number);
    const id = isLockedAt(number) ? `${name}-*` : one([`${name}-*`, '*'], random);
    return {
      isDeny: false,
      product,
      action: someAction(random),
      resource: nrnOf(product, id),
      conditions: someConditions(random),
    };
  },
};

/** Four statements in turn are about one resource or one set of them. */
function groupOf(number: number): { readonly name: string; readonly product: string } {
  const group = Math.floor(number / 4);
  return { name: `${isLockedAt(number) ? 'locked' : 'team'}${group}`, product: someProduct(randomFrom(group)) };
}

/** A call that the rule is about, and whose facts fulfil its conditions. */
function callFor({ product, action, resource, conditions }: Rule, random: Random): Call {
  const asked = product === '*' ? someProduct(random) : product;
  const fitting = actions.filter((known) => fits(action, known));
  return {
    product: asked,
    action: one(fitting, random),
    // Something in place of each `*`: the product, the region, the rest of a name.
    resource: resource
      .replace('genkan:*:', `genkan:${asked}:`)
      .replace(`:*:${ACCOUNT}`, `:kr:${ACCOUNT}`)
      .replace('*', '7f3a'),
    facts: factsFor(conditions),
  };
}

/** With conditions: one that a rule is about, but no condition holds. Else one that no rule is about, for its resource or its action. */
function unmatchedCall(rules: readonly Rule[], number: number, random: Random): Call {
  for (;;) {
    const rule = one(rules, random);
    const call = callFor(rule, random);
    if (rule.conditions.length > 0) return { ...call, facts: plainFacts };
    const changed =
      number % 2 === 0
        ? { ...call, resource: nrnOf(call.product, `unmentioned${number}`) }
        : { ...call, action: someAction(random) };
    if (!rules.some((other) => isAbout(other, changed))) return changed;
  }
}

const isAbout = (rule: Rule, { product, action, resource }: Call): boolean =>
  (rule.product === '*' || rule.product === product) && fits(rule.action, action) && fits(rule.resource, resource);

function fits(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  return pieces.length === 1 ? pattern === text : new RegExp(`^${pieces.join('.*')}$`).test(text);
}

function one<Value>(values: readonly Value[], random: Random): Value {
  const value = values[random.below(values.length)];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
}
