import fc from 'fast-check';
import type { Choose } from './drawing/choice.js';
import { drawPair, type Pair } from './drawing/draw-pair.js';

/** Pairs of a policy set and a request, drawn by fast-check, which makes a failing one smaller. */
export const pairs: fc.Arbitrary<Pair> = drawnBy(drawPair);

/** An arbitrary out of a drawing: each choice is one of fast-check's, so that it can try smaller ones. */
export function drawnBy<T>(draw: (choose: Choose) => T): fc.Arbitrary<T> {
  return fc.gen().map((generate) => draw((below) => generate(upTo, below - 1)));
}

const upTo = (most: number): fc.Arbitrary<number> => fc.nat(most);
