import type { HeadPostings, Postings } from './compiled-policies.js';

/**
 * Memory that one evaluation works in, kept for the next one. Marks are numbers of the evaluation that set them, so nothing has
 * to be cleared in between.
 */
export interface Scratch {
  /** Number of this evaluation; a mark that is equal to it is set. */
  mark: number;
  statements: Int32Array;
  targets: Int32Array;
  heads: Int32Array;
  conditions: Int32Array;
  /** Applicable statements, in the order found; as many as the finder says. */
  applicable: Int32Array;
  readonly actionPostings: Postings[];
  readonly resourcePostings: Postings[];
  readonly headPostings: HeadPostings[];
}

/** Marks distinguish a few states, so an evaluation takes several numbers. */
export const STATES = 4;
const LAST_MARK = 2 ** 31 - 1 - STATES;
const FIRST_SIZE = 1_024;

const emptyScratch = (): Scratch => ({
  mark: 0,
  statements: new Int32Array(FIRST_SIZE),
  targets: new Int32Array(FIRST_SIZE),
  heads: new Int32Array(FIRST_SIZE),
  conditions: new Int32Array(FIRST_SIZE),
  applicable: new Int32Array(FIRST_SIZE),
  actionPostings: [],
  resourcePostings: [],
  headPostings: [],
});

let idle: Scratch | undefined;

/**
 * Scratch memory for so much. It is the caller's until `giveBack`: an evaluation that starts within another, from a getter of its
 * request, gets its own.
 */
export function takeScratch(statements: number, targets: number, heads: number, conditions: number): Scratch {
  const scratch = idle ?? emptyScratch();
  idle = undefined;
  scratch.statements = atLeast(scratch.statements, statements);
  scratch.applicable = atLeast(scratch.applicable, statements);
  scratch.targets = atLeast(scratch.targets, targets);
  scratch.heads = atLeast(scratch.heads, heads);
  scratch.conditions = atLeast(scratch.conditions, conditions);
  scratch.mark += STATES;
  if (scratch.mark > LAST_MARK) restartMarks(scratch);
  return scratch;
}

export function giveBack(scratch: Scratch): void {
  scratch.actionPostings.length = 0;
  scratch.resourcePostings.length = 0;
  scratch.headPostings.length = 0;
  idle = scratch;
}

const atLeast = (array: Int32Array, size: number): Int32Array =>
  array.length >= size ? array : new Int32Array(Math.max(size, 2 * array.length));

function restartMarks(scratch: Scratch): void {
  for (const marks of [scratch.statements, scratch.targets, scratch.heads, scratch.conditions]) marks.fill(0);
  scratch.mark = STATES;
}
