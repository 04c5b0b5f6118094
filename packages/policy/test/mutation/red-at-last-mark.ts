import { isDeepStrictEqual } from 'node:util';
import type { Examined, Question } from './examination.js';

/** The largest number that the evaluator's memory of marks can hold. */
const most = 2 ** 31 - 1;

/**
 * Whether an evaluator goes wrong where its marks, which grow with each evaluation, have to begin anew; it takes half a milliard of
 * evaluations to come there, so this one puts the mark near the end.
 */
export function isRedAtLastMark(
  { compile, evaluate, takeScratch, giveBack }: Examined,
  { policies, requests }: Question,
): boolean {
  const compiled = compile(policies);
  const isRed = () => requests.some(([request, decision]) => !isDeepStrictEqual(evaluate(compiled, request), decision));
  const markAt = (mark: number) => {
    const scratch = takeScratch(0, 0, 0, 0);
    scratch.mark = mark;
    giveBack(scratch);
  };
  // Without the memory that is idle now, the next evaluation has the first mark, and so has the one after the last mark.
  takeScratch(0, 0, 0, 0);
  if (isRed()) return true;
  markAt(most);
  if (isRed()) return true;
  for (let before = 1; before <= 12; before += 1) {
    markAt(most - before);
    if (isRed()) return true;
  }
  return false;
}
