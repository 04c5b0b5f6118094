import { isDeepStrictEqual } from 'node:util';
import type * as compileModule from '../../src/compile.js';
import type { AttachedPolicy, Decision } from '../../src/decision.js';
import type * as evaluateModule from '../../src/evaluate.js';
import type { PolicyRequest } from '../../src/request.js';
import { seededChoice } from '../drawing/choice.js';
import { drawLargeSet } from '../drawing/draw-large-set.js';
import { drawPair } from '../drawing/draw-pair.js';
import { readCases } from '../read-cases.js';
import { referenceEvaluate } from '../reference/reference-evaluator.js';

/** An evaluator to examine: the real one, or one with a mutation. */
export interface Examined {
  readonly compile: typeof compileModule.compile;
  readonly evaluate: typeof evaluateModule.evaluate;
}

interface Question {
  readonly name: string;
  readonly policies: readonly AttachedPolicy[];
  /** Each with the decision of the reference. */
  readonly requests: ReadonlyArray<readonly [PolicyRequest, Decision]>;
}

const pairCount = 1_000;
const largeSetCount = 4;

/** The table, 1,000 drawn pairs and a few large sets, with the reference's decisions. */
export function prepareQuestions(): Question[] {
  const question = (
    name: string,
    policies: readonly AttachedPolicy[],
    requests: readonly PolicyRequest[],
  ): Question => ({
    name,
    policies,
    requests: requests.map((request) => [request, referenceEvaluate(policies, request)]),
  });
  const ofSeeds = (count: number) => Array.from({ length: count }, (_, seed) => seed + 1);
  return [
    ...readCases().map(({ file, why, policies, request }) => question(`${file}: ${why}`, policies, [request])),
    ...ofSeeds(pairCount).map((seed) => {
      const { policies, request } = drawPair(seededChoice(seed));
      return question(`pair of seed ${seed}`, policies, [request]);
    }),
    ...ofSeeds(largeSetCount).map((seed) => {
      const { policies, requests } = drawLargeSet(seededChoice(seed), 300 * seed);
      return question(`large set of seed ${seed}`, policies, requests);
    }),
  ];
}

/** The name of the first question that the evaluator answers otherwise than the reference, or throws at; `null` when there is none. */
export function firstRed({ compile, evaluate }: Examined, questions: readonly Question[]): string | null {
  for (const { name, policies, requests } of questions) {
    try {
      const compiled = compile(policies);
      for (const [request, decision] of requests) {
        if (!isDeepStrictEqual(evaluate(compiled, request), decision)) return name;
      }
    } catch {
      return name;
    }
  }
  return null;
}
