import { seededChoice } from './drawing/choice.js';
import { drawLargeSet, type LargeSet, type LargeSetKind } from './drawing/draw-large-set.js';

/** Statements on both sides of 1,024, where the evaluator's memory grows, and requests. */
const kinds: ReadonlyArray<readonly [LargeSetKind, number, number]> = [
  ['mixed', 300, 30],
  ['mixed', 1_200, 20],
  ['rare-actions', 1_000, 20],
  ['rare-resources', 700, 20],
  ['all-apply', 1_100, 3],
  ['mixed', 50, 30],
];

/** Sets large enough for indexes, with their requests; the same ones each time. */
export const drawnLargeSets = (): Array<LargeSet & { readonly name: string }> =>
  kinds.map(([kind, count, requestCount], seed) => ({
    ...drawLargeSet(seededChoice(seed + 1), kind, count, requestCount),
    name: `${kind} set of ${count} statements`,
  }));
