import { MAX_COMPILED_BYTES, MAX_STATEMENTS } from './compile.js';
import type { CompiledPolicies, Program, ProgramStatement, ProgramTarget } from './compiled-policies.js';
import type { WrittenEntry } from './condition.js';
import { link } from './link.js';
import { PROGRAM_FORMAT, programText } from './program-text.js';

/** A text is no program that this version can run; the message says where. Nothing of it is used. */
export class ProgramUnreadable extends Error {
  override readonly name = 'ProgramUnreadable';
}

/** Compiled policies as JSON, to be kept or sent. The indexes are left out: building them is quicker than reading them. */
export const serialise = (compiled: CompiledPolicies): string => programText(compiled.program);

/**
 * Compiled policies from what `serialise` made.
 * @throws ProgramUnreadable when it is of another format, malformed, or larger than `compile` makes
 */
export function deserialise(text: string): CompiledPolicies {
  if (text.length > MAX_COMPILED_BYTES) throw new ProgramUnreadable(`It has more than ${MAX_COMPILED_BYTES} bytes.`);
  return link(readProgram(parsed(text)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProgramUnreadable('It is not JSON.');
  }
}

function readProgram(value: unknown): Program {
  const isObject = typeof value === 'object' && value !== null;
  const member = (name: string): unknown =>
    isObject && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  if (member('format') !== PROGRAM_FORMAT) throw new ProgramUnreadable(`Its format is not ${PROGRAM_FORMAT}.`);
  const policies = list(member('policies'), 'policies').map((policy, index): [string, number] => {
    const [policyId, version] = tuple(policy, 2, `policies/${index}`);
    return [text(policyId, `policies/${index}/0`), count(version, `policies/${index}/1`)];
  });
  const conditions = list(member('conditions'), 'conditions').map((entries, index) =>
    list(entries, `conditions/${index}`).map((entry, at) => readEntry(entry, `conditions/${index}/${at}`)),
  );
  const statements = list(member('statements'), 'statements').map((statement, index) =>
    readStatement(statement, policies.length, conditions.length, `statements/${index}`),
  );
  if (statements.length > MAX_STATEMENTS) throw new ProgramUnreadable(`It has more than ${MAX_STATEMENTS} statements.`);
  return { policies, conditions, statements };
}

function readEntry(value: unknown, place: string): WrittenEntry {
  const [operator, key, values] = tuple(value, 3, place);
  for (const each of list(values, `${place}/2`)) {
    if (typeof each !== 'boolean') text(each, `${place}/2`);
  }
  return [text(operator, place), text(key, place), values as (string | boolean)[]];
}

function readStatement(value: unknown, policies: number, conditions: number, place: string): ProgramStatement {
  const [policy, name, effect, targets, condition] = tuple(value, 5, place);
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed(`${place}/2`);
  if (condition !== -1 && count(condition, `${place}/4`) >= conditions) throw malformed(`${place}/4`);
  if (count(policy, `${place}/0`) >= policies) throw malformed(`${place}/0`);
  return {
    policy: policy as number,
    name: typeof name === 'string' ? name : count(name, `${place}/1`),
    isDeny: effect === 'Deny',
    targets: list(targets, `${place}/3`).map((target, index) => readTarget(target, `${place}/3/${index}`)),
    condition: condition as number,
  };
}

function readTarget(value: unknown, place: string): ProgramTarget {
  const [product, actions, resources] = tuple(value, 3, place);
  return { product: text(product, place), actions: texts(actions, place), resources: texts(resources, place) };
}

const malformed = (place: string) => new ProgramUnreadable(`Malformed at /${place}.`);

function list(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(place);
  return value;
}

function tuple(value: unknown, length: number, place: string): readonly unknown[] {
  if (list(value, place).length !== length) throw malformed(place);
  return value as readonly unknown[];
}

function text(value: unknown, place: string): string {
  if (typeof value !== 'string') throw malformed(place);
  return value;
}

function texts(value: unknown, place: string): readonly string[] {
  for (const each of list(value, place)) text(each, place);
  return value as readonly string[];
}

function count(value: unknown, place: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw malformed(place);
  return value;
}
