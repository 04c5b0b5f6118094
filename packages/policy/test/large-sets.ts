import { seededChoice } from './drawing/choice.js';
import { drawLargeSet, type LargeSet, type LargeSetKind } from './drawing/draw-large-set.js';

/** Statements, of which the first have more than twice the evaluator's first memory of 1,024, and requests. */
const kinds: ReadonlyArray<readonly [LargeSetKind, number, number]> = [
  ['all-apply', 2_200, 3],
  ['mixed', 300, 30],
  ['mixed', 1_200, 20],
  ['rare-actions', 1_000, 20],
  ['rare-resources', 700, 20],
  ['mixed', 50, 30],
];

/** Sets large enough for indexes, with their requests; the same ones each time. */
export const drawnLargeSets = (): Array<LargeSet & { readonly name: string }> =>
  kinds.map(([kind, count, requestCount], seed) => ({
    ...drawLargeSet(seededChoice(seed + 1), kind, count, requestCount),
    name: `${kind} set of ${count} statements`,
  }));
