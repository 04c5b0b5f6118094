/** The same numbers in every run, so that two runs measure the same policies. */
export interface Random {
  /** From 0 up to, without, `limit`. */
  below(limit: number): number;
  /** The same, small numbers more often: few products and actions make most of what people write and ask. */
  skewed(limit: number): number;
}

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit) => Math.floor(next() * limit),
    skewed: (limit) => Math.floor(next() ** 2 * limit),
  };
}
