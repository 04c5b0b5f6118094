import { isDeepStrictEqual } from 'node:util';
import type * as compileModule from '../../src/compile.js';
import type { AttachedPolicy, Decision } from '../../src/decision.js';
import type * as evaluateModule from '../../src/evaluate.js';
import type * as programModule from '../../src/program.js';
import type { PolicyRequest } from '../../src/request.js';
import type * as scratchModule from '../../src/scratch.js';
import { seededChoice } from '../drawing/choice.js';
import { drawPair } from '../drawing/draw-pair.js';
import { generousPolicies, hostileRequests } from '../hostile-requests.js';
import { drawnLargeSets } from '../large-sets.js';
import { readCases } from '../read-cases.js';
import { referenceEvaluate } from '../reference/reference-evaluator.js';
import { type LimitQuestion, limitQuestions } from './limit-questions.js';
import { isRedAtLastMark } from './red-at-last-mark.js';

/** An evaluator to examine: the real one, or one with a mutation. */
export interface Examined {
  readonly compile: typeof compileModule.compile;
  readonly evaluate: typeof evaluateModule.evaluate;
  readonly serialise: typeof programModule.serialise;
  readonly deserialise: typeof programModule.deserialise;
  readonly takeScratch: typeof scratchModule.takeScratch;
  readonly giveBack: typeof scratchModule.giveBack;
}

export interface Question {
  readonly name: string;
  readonly policies: readonly AttachedPolicy[];
  /** Each with the decision of the reference. */
  readonly requests: ReadonlyArray<readonly [PolicyRequest, Decision]>;
}

export interface Questions {
  readonly decisions: readonly Question[];
  readonly limits: readonly LimitQuestion[];
}

const pairCount = 1_000;

/** The table, 1,000 drawn pairs and a few large sets, with the reference's decisions; and the limits of `compile`. */
export function prepareQuestions(): Questions {
  const question = (
    name: string,
    policies: readonly AttachedPolicy[],
    requests: readonly PolicyRequest[],
  ): Question => ({
    name,
    policies,
    requests: requests.map((request) => [request, referenceEvaluate(policies, request)]),
  });
  const seeds = Array.from({ length: pairCount }, (_, seed) => seed + 1);
  const decisions = [
    ...readCases().map(({ file, why, policies, request }) => question(`${file}: ${why}`, policies, [request])),
    ...seeds.map((seed) => {
      const { policies, request } = drawPair(seededChoice(seed));
      return question(`pair of seed ${seed}`, policies, [request]);
    }),
    ...drawnLargeSets().map(({ name, policies, requests }) => question(name, policies, requests)),
  ];
  return { decisions, limits: limitQuestions() };
}

/** The name of the first question that the evaluator answers wrongly, or throws at; `null` when there is none. */
export function firstRed(examined: Examined, { decisions, limits }: Questions, withLimits: boolean): string | null {
  const { compile, evaluate, serialise, deserialise } = examined;
  for (const { name, policies, requests } of decisions) {
    try {
      const compiled = compile(policies);
      const readAgain = deserialise(serialise(compiled));
      for (const [request, decision] of requests) {
        if (!isDeepStrictEqual(evaluate(compiled, request), decision)) return name;
        if (!isDeepStrictEqual(evaluate(readAgain, request), decision)) return `${name}, read again`;
      }
    } catch {
      return name;
    }
  }
  const generous = compile(generousPolicies);
  for (const { why, request, decision } of hostileRequests((another) => evaluate(generous, another))) {
    if (!isDeepStrictEqual(evaluate(generous, request), decision)) return `hostile request: ${why}`;
  }
  const large = decisions.find(({ requests }) => requests.length > 1);
  if (large && isRedAtLastMark(examined, large)) return 'the last mark';
  if (!withLimits) return null;
  return limits.find(({ policies, tooLarge }) => refusal(compile, policies) !== tooLarge)?.name ?? null;
}

/** The limit that `compile` names when it refuses; `null` when it does not. */
function refusal(compile: Examined['compile'], policies: readonly AttachedPolicy[]): string | null {
  try {
    compile(policies);
    return null;
  } catch (error) {
    return String(Reflect.get(error as object, 'what'));
  }
}
