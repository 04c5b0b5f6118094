import { isDeepStrictEqual } from 'node:util';
import type { DecisionEffect } from '../src/decision.js';
import { decide } from './decide.js';
import { seededChoice } from './drawing/choice.js';
import { drawPair, type Pair } from './drawing/draw-pair.js';
import { drawnLargeSets } from './large-sets.js';
import { referenceEvaluate } from './reference/reference-evaluator.js';
import { smallestFailing } from './smallest-failing.js';

export interface Agreement {
  /** How many pairs had each effect. */
  readonly counts: Record<DecisionEffect, number>;
  /** The first pair that the two decide differently, made as small as it goes, with both decisions; `null` when there is none. */
  readonly disagreement: string | null;
}

/** Compares the compiled evaluator with the reference on the pairs of so many seeds and on the large sets, in all members of the decision. */
export function agreementOn(firstSeed: number, pairCount: number): Agreement {
  const counts: Record<DecisionEffect, number> = { allow: 0, 'explicit-deny': 0, 'no-match': 0, error: 0 };
  for (let seed = firstSeed; seed < firstSeed + pairCount; seed += 1) {
    const pair = drawPair(seededChoice(seed));
    const expected = referenceEvaluate(pair.policies, pair.request);
    if (!isDeepStrictEqual(decided(pair), expected)) return { counts, disagreement: shown(seed, pair) };
    counts[expected.effect] += 1;
  }
  return { counts, disagreement: disagreementOnLargeSets() };
}

function disagreementOnLargeSets(): string | null {
  for (const { name, policies, requests } of drawnLargeSets()) {
    for (const request of requests) {
      const pair = { policies, request };
      if (!isDeepStrictEqual(decided(pair), referenceEvaluate(policies, request))) return shown(name, pair);
    }
  }
  return null;
}

const decided = ({ policies, request }: Pair): unknown => {
  try {
    return decide(policies, request);
  } catch (thrown) {
    return `thrown: ${thrown}`;
  }
};

function shown(seed: number | string, pair: Pair): string {
  const disagree = (each: Pair) => !isDeepStrictEqual(decided(each), referenceEvaluate(each.policies, each.request));
  const smallest = smallestFailing(pair, disagree);
  const reference = referenceEvaluate(smallest.policies, smallest.request);
  return JSON.stringify({ seed, ...smallest, decided: decided(smallest), reference }, null, 1);
}
