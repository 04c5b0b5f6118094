import type { PolicyStatement, PolicyTarget } from '@genkan/contracts/sub-account/policy-document';
import type { CompiledPolicies, Program, ProgramStatement, ProgramTarget } from './compiled-policies.js';
import { entriesOf, type WrittenEntry } from './condition.js';
import type { AttachedPolicy } from './decision.js';
import { link } from './link.js';
import { PolicyTooLarge } from './policy-too-large.js';
import { bytesOf } from './program-text.js';

/**
 * The most that one set of policies may be. All that the quotas allow fits: 110 policies (acceptance S5) of 32 KiB are 3.5 MiB, and
 * have no more than 43,450 statements that can apply.
 */
export const MAX_STATEMENTS = 50_000;
export const MAX_COMPILED_BYTES = 8 * 1024 * 1024;

/** The most bytes that JSON needs for one UTF-16 code unit (`\u0000`). */
const MOST_BYTES_OF_A_UNIT = 6;

/**
 * Makes the policies of a principal ready for `evaluate`. Their documents are taken as they are: what `parsePolicy` would refuse is
 * not looked for again, and a condition that makes no sense is an error whenever its statement applies.
 * @throws PolicyTooLarge
 */
export function compile(policies: readonly AttachedPolicy[]): CompiledPolicies {
  const program = programOf(policies);
  if (program.statements.length > MAX_STATEMENTS) throw new PolicyTooLarge('statements', MAX_STATEMENTS);
  if (mayExceed(program) && bytesOf(program) > MAX_COMPILED_BYTES)
    throw new PolicyTooLarge('bytes', MAX_COMPILED_BYTES);
  return link(program);
}

/** All statements that can apply, in order, with each distinct condition once. */
function programOf(policies: readonly AttachedPolicy[]): Program {
  const conditions: WrittenEntry[][] = [];
  const numbers = new Map<string, number>();
  const statements: ProgramStatement[] = [];

  const numberOf = ({ condition }: PolicyStatement): number => {
    const entries = condition === undefined ? [] : entriesOf(condition);
    if (entries.length === 0) return -1;
    const written = JSON.stringify(entries);
    const number = numbers.get(written) ?? conditions.push(entries) - 1;
    numbers.set(written, number);
    return number;
  };

  for (const [policy, { document }] of policies.entries()) {
    for (const [index, statement] of document.statements.entries()) {
      const targets = statement.targets.map(targetOf);
      if (!targets.some(canMatch)) continue;
      const isDeny = statement.effect === 'Deny';
      statements.push({ policy, name: statement.sid ?? index, isDeny, targets, condition: numberOf(statement) });
    }
  }
  return { policies: policies.map(({ policyId, version }) => [policyId, version]), conditions, statements };
}

const targetOf = ({ product, actions, resourceNrns }: PolicyTarget): ProgramTarget => ({
  product,
  actions,
  resources: resourceNrns,
});

/** An empty list matches nothing. */
const canMatch = ({ actions, resources }: ProgramTarget): boolean => actions.length > 0 && resources.length > 0;

/** Whether the program's text could have more bytes than it may: a bound, since writing it takes longer than all the rest. */
function mayExceed({ policies, conditions, statements }: Program): boolean {
  const around = 64;
  let units = around;
  const add = (texts: readonly (string | number | boolean)[]) => {
    units += around;
    for (const text of texts) units += typeof text === 'string' ? text.length + 1 : 1;
  };
  for (const policy of policies) add(policy);
  for (const entries of conditions) {
    for (const [operator, key, values] of entries) {
      units += operator.length + key.length;
      add(values);
    }
  }
  for (const { name, targets } of statements) {
    units += typeof name === 'string' ? name.length : 0;
    for (const { product, actions, resources } of targets) {
      units += product.length;
      add(actions);
      add(resources);
    }
  }
  return units * MOST_BYTES_OF_A_UNIT > MAX_COMPILED_BYTES;
}
