/** Where a drawing gets its chance from: a whole number from 0 up to, not including, `below`. */
export type Choose = (below: number) => number;

/** A fast and repeatable source (mulberry32): the same seed, the same drawing. */
export function seededChoice(seed: number): Choose {
  let state = Math.imul(seed, 0x9e3779b1) | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** One of these. */
export const oneOf = <T>(choose: Choose, values: readonly T[]): T => values[choose(values.length)] as T;

/** True once in so many times. */
export const onceIn = (choose: Choose, times: number): boolean => choose(times) === times - 1;

/** From `least` to `most` of them. */
export const several = <T>(choose: Choose, least: number, most: number, draw: (choose: Choose) => T): T[] =>
  Array.from({ length: least + choose(most - least + 1) }, () => draw(choose));
