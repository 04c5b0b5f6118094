import type { CompiledCost, CompiledPolicies, Postings } from './compiled-policies.js';
import type { WrittenEntry } from './condition.js';
import type { PatternIndex } from './pattern-index.js';
import { bytesOf } from './program-text.js';
import { LONGEST_ACTION, LONGEST_NRN } from './request-check.js';

/** What the texts of a request are taken to have at most: values of tags have no more. */
const LONGEST_TEXT = 256;

type Linked = Omit<CompiledPolicies, 'cost'>;

/** What a linked program costs. Bytes and steps are counted when they are asked for, and once. */
export function costOf(linked: Linked): CompiledCost {
  let bytes: number | undefined;
  let steps: number | undefined;
  return {
    statements: linked.program.statements.length,
    get bytes() {
      bytes ??= bytesOf(linked.program);
      return bytes;
    },
    get steps() {
      steps ??= stepsOf(linked);
      return steps;
    },
  };
}

/** An upper bound: every pattern, posting, head and condition is met, and every search reads as much as it can. */
function stepsOf({ byProduct, resources, conditions, program }: Linked): number {
  let steps = program.statements.length + resources.any.length;
  for (const index of byProduct.values()) steps += indexSteps(index, LONGEST_ACTION, (list: Postings) => list.length);
  steps += indexSteps(resources.byLastPart, LONGEST_NRN, ({ heads, targets }) => {
    return heads.length + targets.reduce((sum, list) => sum + list.length, 0);
  });
  for (const head of resources.patternHeads) {
    for (const pieces of head ?? []) steps += matchSteps(pieces, LONGEST_NRN);
  }
  for (const entries of conditions) for (const { written } of entries) steps += entrySteps(written);
  return steps;
}

function indexSteps<Value>(index: PatternIndex<Value>, longest: number, valueSteps: (value: Value) => number): number {
  let steps = longest;
  for (const value of index.exact.values()) steps += valueSteps(value);
  for (const { pieces, value } of index.others) steps += matchSteps(pieces, longest) + valueSteps(value);
  for (const { byEnds } of index.shapes) {
    steps += longest;
    for (const patterns of byEnds.values()) {
      for (const { pieces, value } of patterns) {
        steps += (pieces.length > 2 ? matchSteps(pieces, longest) : 0) + valueSteps(value);
      }
    }
  }
  return steps;
}

/** Both ends are compared once; a piece in the middle is looked for at each place of the text, at worst in full. */
function matchSteps(pieces: readonly string[], longest: number): number {
  const middle = pieces.slice(1, -1).reduce((most, piece) => Math.max(most, piece.length), 0);
  return longest * (1 + Math.min(middle, longest / 2));
}

function entrySteps([operator, , values]: WrittenEntry): number {
  let steps = LONGEST_TEXT;
  for (const value of values) {
    const length = typeof value === 'string' ? value.length : 1;
    const variables = typeof value === 'string' ? value.split('${').length - 1 : 0;
    const size = length + variables * LONGEST_TEXT;
    const isSearch = operator.includes('Like') && typeof value === 'string' && value.includes('*');
    steps += size + LONGEST_TEXT * (isSearch ? 1 + Math.min(size, LONGEST_TEXT / 2) : 1);
  }
  return steps;
}
