import { nearestName } from '../nearest-name.js';
import type { Comparisons } from './comparisons.js';

/** Further apart in length than this no name is near. */
const MOST_APART = 3;
/** Counting edits takes so much longer than a comparison. */
const COST = 20;

/** The name that was probably meant; none when there was too much to compare. */
export function nearName(written: string, names: readonly string[], comparisons: Comparisons): string | undefined {
  const candidates = names.filter((name) => Math.abs(name.length - written.length) <= MOST_APART);
  return comparisons.spend(candidates.length * COST) ? nearestName(written, candidates) : undefined;
}
