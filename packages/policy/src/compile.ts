import type { PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import type { CompiledPolicies, Program, ProgramStatement } from './compiled-policies.js';
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
      const targets = statement.targets
        .filter(({ actions, resourceNrns }) => actions.length > 0 && resourceNrns.length > 0)
        .map(({ product, actions, resourceNrns }) => ({ product, actions, resources: resourceNrns }));
      if (targets.length === 0) continue;
      const isDeny = statement.effect === 'Deny';
      statements.push({ policy, name: statement.sid ?? index, isDeny, targets, condition: numberOf(statement) });
    }
  }
  return { policies: policies.map(({ policyId, version }) => [policyId, version]), conditions, statements };
}

/** Whether the program's text could have more bytes than it may: a bound, since writing it takes longer than all the rest. */
function mayExceed({ policies, conditions, statements }: Program): boolean {
  const around = 64;
  let units = around;
  const add = (text: unknown) => {
    units += typeof text === 'string' ? text.length + 1 : 1;
  };
  for (const [policyId] of policies) {
    units += around;
    add(policyId);
  }
  for (const entries of conditions) {
    for (const [operator, key, values] of entries) {
      units += around;
      for (const text of [operator, key, ...values]) add(text);
    }
  }
  for (const { name, targets } of statements) {
    units += around;
    add(name);
    for (const { product, actions, resources } of targets) {
      units += around;
      add(product);
      for (const text of actions) add(text);
      for (const text of resources) add(text);
    }
  }
  return units * MOST_BYTES_OF_A_UNIT > MAX_COMPILED_BYTES;
}
