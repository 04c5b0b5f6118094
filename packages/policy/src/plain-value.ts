import { type JsonPath, jsonPointer } from './json-pointer.js';
import { DEEPEST } from './json-scanner.js';

export interface PlainProblem {
  readonly pointer: string;
  readonly sentence: string;
}

type Container = Record<string, unknown> | unknown[];

interface Pending {
  readonly source: object;
  readonly copy: Container;
  readonly path: JsonPath;
}

/** The sentence for a document that is too large. */
export class TooMuch extends Error {}

/**
 * Copies what is JSON in a value and names what is not: functions, dates, and members called `__proto__`, which other code drops without a
 * word. Each property is read once, so that a getter cannot change its mind. Visits at most `budget` values and characters.
 * @throws TooMuch beyond the budget
 */
export function copyPlain(value: unknown, budget: number): { copy: unknown; problems: readonly PlainProblem[] } {
  const problems: PlainProblem[] = [];
  const pending: Pending[] = [];
  let left = budget;
  const spend = (amount: number) => {
    left -= amount;
    if (left < 0) throw new TooMuch();
  };
  const refuse = (path: JsonPath, sentence: string) => {
    problems.push({ pointer: jsonPointer(path), sentence });
    return null;
  };
  const copyOf = (source: unknown, path: JsonPath): unknown => {
    spend(1);
    if (source === null || typeof source === 'boolean') return source;
    if (typeof source === 'string') {
      spend(source.length);
      return source;
    }
    if (typeof source === 'number' && Number.isFinite(source)) return source;
    if (typeof source !== 'object' || !(Array.isArray(source) || isPlainObject(source))) {
      return refuse(path, 'This is no value that JSON has: a text, a number, true, false, null, a list or an object.');
    }
    if (path.length > DEEPEST) return refuse(path, `Nothing in a policy is nested deeper than ${DEEPEST} levels.`);
    const copy: Container = Array.isArray(source) ? [] : {};
    pending.push({ source, copy, path });
    return copy;
  };

  const copy = copyOf(value, []);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { source, path } = next;
    if (Array.isArray(next.copy)) {
      const elements = source as unknown[];
      const { length } = elements;
      spend(length);
      for (let index = 0; index < length; index += 1) next.copy.push(copyOf(elements[index], [...path, index]));
      continue;
    }
    for (const name of Object.keys(source)) {
      spend(name.length + 1);
      if (name === '__proto__') {
        refuse([...path, name], '`__proto__` is not a name that a policy can have.');
        continue;
      }
      const member: unknown = Reflect.get(source, name);
      if (member !== undefined) next.copy[name] = copyOf(member, [...path, name]);
    }
  }
  return { copy, problems };
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
