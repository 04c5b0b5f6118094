import type { Condition, ConditionOperator } from '@genkan/contracts/sub-account/policy-document';
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
  readonly judge: (facts: Facts) => Outcome;
}

/** The entries of a condition, in the order in which it is written. */
export const entriesOf = (condition: Condition): WrittenEntry[] =>
  Object.keys(condition).flatMap((operator) => {
    const keys = condition[operator as ConditionOperator] ?? {};
    return Object.keys(keys).map((key): WrittenEntry => {
      const values = keys[key] ?? [];
      return [operator, key, Array.isArray(values) ? values : [values]];
    });
  });

/** Reads an entry. An entry that can never be judged is an error at each evaluation (semantics, Condition 1). */
export function compileEntry(written: WrittenEntry): ConditionEntry {
  return { written, judge: judgeOf(written) ?? alwaysError };
}

const alwaysError = (): Outcome => 'error';

function judgeOf([operatorName, keyName, values]: WrittenEntry): ConditionEntry['judge'] | null {
  const operator = operatorNamed(operatorName);
  const key = conditionKey(keyName);
  if (operator === undefined || key === undefined || operator.type !== key.type) return null;
  return operator.compare((comparison) => judgeWith(comparison, operator, key, values));
}

/**
 * Members of the request's context that decide an entry, itself and by its variables; none when it is an error whatever the request.
 */
export function contextMembersOf({ written: [, keyName, values], judge }: ConditionEntry): ReadonlySet<string> {
  const keys = values.flatMap((value) =>
    typeof value === 'string' ? (readTemplate(value) ?? []).map(variableName) : [],
  );
  const members = judge === alwaysError ? [] : [keyName, ...keys].map((name) => conditionKey(name ?? '')?.member);
  return new Set(members.filter((member) => member !== undefined));
}

const variableName = (part: TemplatePart): string | undefined => ('key' in part ? part.key : undefined);

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

/** The judge of an entry; null when one of its values without variables is malformed. */
function judgeWith<Subject>(
  comparison: Comparison<Subject>,
  { isNegative, ifExists }: Operator,
  key: ConditionKey,
  values: WrittenEntry[2],
): ConditionEntry['judge'] | null {
  const found: Matcher<Subject>[] = [];
  const variables: VariableValue[] = [];
  for (const value of values) {
    // `true` without quotes is a value of booleans only.
    if (typeof value !== 'string' && comparison.type !== 'boolean') return null;
    const template = readTemplate(String(value));
    if (template === null) return null;
    if (template.some((part) => 'key' in part)) {
      variables.push(variableValue(template));
      continue;
    }
    const matcher = comparison.matcherOf(template as readonly LikePart[]);
    if (matcher === null) return null;
    found.push(matcher);
  }
  // Kept as long as the policies are, without the room that a list has to grow.
  const matchers = found.slice();
  const whenAbsent: Outcome = isNegative || ifExists ? 'true' : 'false';
  const isMatchedWithoutValue = ifExists && !isNegative;

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
        isMatched ||= isMatchedWithoutValue;
        continue;
      }
      const matcher = comparison.matcherOf(parts);
      if (matcher === null) return 'error';
      isMatched ||= matcher(subject);
    }
    return isMatched === isNegative ? 'false' : 'true';
  };
}

function matchesAny<Subject>(matchers: readonly Matcher<Subject>[], subject: Subject): boolean {
  for (const matcher of matchers) if (matcher(subject)) return true;
  return false;
}

/** A value with variables: its parts for one request, `absent` when a variable has no value there. */
type VariableValue = (facts: Facts) => LikePart[] | 'absent' | 'error';

function variableValue(template: readonly TemplatePart[]): VariableValue {
  const parts = template.map((part) => ('key' in part ? conditionKey(part.key) : part));
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
