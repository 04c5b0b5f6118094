import type { Condition } from '@genkan/contracts/sub-account/policy-document';
import { type ConditionKey, conditionKey } from './condition-keys.js';
import type { Facts } from './facts.js';
import type { LikePart } from './like-pattern.js';
import { type Comparison, type Matcher, type Operator, operatorNamed } from './operators.js';
import { readTemplate, type TemplatePart } from './text-template.js';

export type Outcome = 'true' | 'false' | 'error';

/** An operator, a key and their values, as a policy has them; plain data. */
export type WrittenEntry = readonly [operator: string, key: string, values: readonly (string | boolean)[]];

/** One entry of a condition, ready to be judged. */
export interface ConditionEntry {
  readonly written: WrittenEntry;
  /** Members of the request's context that decide it; none when it is an error whatever the request. */
  readonly members: ReadonlySet<string>;
  readonly judge: (facts: Facts) => Outcome;
}

/** The entries of a condition, in the order in which it is written. */
export const entriesOf = (condition: Condition): WrittenEntry[] =>
  Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys ?? {}).map(
      ([key, values]): WrittenEntry => [operator, key, Array.isArray(values) ? values : [values as string | boolean]],
    ),
  );

/** Reads an entry. What can never be judged is an error each time that it should be (semantics, Condition 1). */
export function compileEntry(written: WrittenEntry): ConditionEntry {
  const [operatorName, keyName, values] = written;
  const operator = operatorNamed(operatorName);
  const key = conditionKey(keyName);
  const templates = values.map((value) => templateOf(value, operator));
  const judge =
    operator && key && operator.type === key.type && templates.every((template) => template !== null)
      ? operator.compare((comparison) => judgeWith(comparison, operator, key, templates))
      : null;
  if (judge === null) return { written, members: new Set(), judge: () => 'error' };
  const keys = [key, ...templates.flatMap((template) => (template ?? []).map(variableKey))];
  return { written, members: new Set(keys.flatMap((each) => each?.member ?? [])), judge };
}

/** A condition is true when all entries are, and an error when any is, whatever the others are. */
export function judgeAll(entries: readonly ConditionEntry[], facts: Facts): Outcome {
  let outcome: Outcome = 'true';
  for (const entry of entries) {
    const each = entry.judge(facts);
    if (each === 'error') return 'error';
    if (each === 'false') outcome = 'false';
  }
  return outcome;
}

/** `true` without quotes is a value of Bool only. */
function templateOf(value: string | boolean, operator: Operator | undefined): readonly TemplatePart[] | null {
  if (typeof value === 'boolean') return operator?.type === 'boolean' ? [{ text: String(value) }] : null;
  return readTemplate(value);
}

const variableKey = (part: TemplatePart): ConditionKey | undefined =>
  'key' in part ? conditionKey(part.key) : undefined;

/** The judge of an entry; null when one of its values without variables is malformed. */
function judgeWith<Subject>(
  comparison: Comparison<Subject>,
  { isNegative, ifExists }: Operator,
  key: ConditionKey,
  templates: readonly (readonly TemplatePart[])[],
): ConditionEntry['judge'] | null {
  const isFixed = (template: readonly TemplatePart[]) => template.every((part) => 'text' in part);
  const fixed = templates.filter(isFixed).map((template) => comparison.matcherOf(partsOf(template)));
  const matchers = fixed.filter((matcher) => matcher !== null);
  if (matchers.length < fixed.length) return null;
  const variables = templates.filter((template) => !isFixed(template)).map(variableValue);
  const whenAbsent: Outcome = isNegative || ifExists ? 'true' : 'false';
  const whenMatched: Outcome = isNegative ? 'false' : 'true';
  const whenUnmatched: Outcome = isNegative ? 'true' : 'false';

  return (facts) => {
    const value = key.read(facts.request);
    if (value === undefined || value === null) return whenAbsent;
    const subject = comparison.subjectOf(facts, value);
    if (subject === null) return 'error';
    let isMatched = matchesAny(matchers, subject);
    for (const variable of variables) {
      const parts = variable(facts);
      if (parts === 'error') return 'error';
      if (parts === 'absent') {
        if (!isNegative && ifExists) isMatched = true;
        continue;
      }
      const matcher = comparison.matcherOf(parts);
      if (matcher === null) return 'error';
      if (matcher(subject)) isMatched = true;
    }
    return isMatched ? whenMatched : whenUnmatched;
  };
}

function matchesAny<Subject>(matchers: readonly Matcher<Subject>[], subject: Subject): boolean {
  for (const matcher of matchers) if (matcher(subject)) return true;
  return false;
}

const partsOf = (template: readonly TemplatePart[]): LikePart[] =>
  template.map((part) => ({ text: 'text' in part ? part.text : '', isPlain: false }));

/** A value with variables: its parts for one request, `absent` when a variable has no value there. */
function variableValue(template: readonly TemplatePart[]): (facts: Facts) => LikePart[] | 'absent' | 'error' {
  const parts = template.map((part) => ('text' in part ? { text: part.text, isPlain: false } : conditionKey(part.key)));
  return (facts) => {
    const replaced: LikePart[] = [];
    let problem: 'absent' | 'error' | undefined;
    for (const part of parts) {
      if (part !== undefined && 'text' in part) {
        replaced.push(part);
        continue;
      }
      const value = part?.read(facts.request) ?? undefined;
      if (value === undefined) problem ??= 'absent';
      else if (typeof value !== (part?.type === 'boolean' ? 'boolean' : 'string')) problem = 'error';
      else replaced.push({ text: String(value), isPlain: true });
    }
    return problem ?? replaced;
  };
}
