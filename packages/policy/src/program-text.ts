import type { Program } from './compiled-policies.js';

/** Raised whenever a program of one version cannot be read as one of another. */
export const PROGRAM_FORMAT = 1;

/** A program as JSON. Statements are lists: their members' names would be a third of the text. */
export function programText({ policies, conditions, statements }: Program): string {
  return JSON.stringify({
    format: PROGRAM_FORMAT,
    policies,
    conditions,
    statements: statements.map(({ policy, name, isDeny, targets, condition }) => [
      policy,
      name,
      isDeny ? 'Deny' : 'Allow',
      targets.map(({ product, actions, resources }) => [product, actions, resources]),
      condition,
    ]),
  });
}

export const bytesOf = (program: Program): number => Buffer.byteLength(programText(program));
