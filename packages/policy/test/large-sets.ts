import { seededChoice } from './drawing/choice.js';
import { drawLargeSet, type LargeSet, type LargeSetKind } from './drawing/draw-large-set.js';

/** Sizes on both sides of 1,024, where the evaluator's memory grows. */
const kinds: ReadonlyArray<readonly [LargeSetKind, number]> = [
  ['mixed', 300],
  ['mixed', 1_200],
  ['rare-actions', 1_000],
  ['rare-resources', 1_000],
  ['all-apply', 1_100],
  ['mixed', 50],
];

/** Sets large enough for indexes, with forty requests each; the same ones each time. */
export const drawnLargeSets = (): Array<LargeSet & { readonly name: string }> =>
  kinds.map(([kind, count], seed) => ({
    ...drawLargeSet(seededChoice(seed + 1), kind, count),
    name: `${kind} set of ${count} statements`,
  }));
