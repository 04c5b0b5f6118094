/**
 * The most comparisons of two names or patterns in one validation. A policy of 100 statements needs some ten thousand; what is written to
 * be slow runs into this and is told so.
 */
export const MAX_COMPARISONS = 200_000;

/** Counts comparisons, so that no document takes long, however it is written. */
export interface Comparisons {
  /** Whether one more may be made; counts it, a costly one as several. */
  readonly spend: (count?: number) => boolean;
  readonly spent: () => number;
  readonly isExhausted: () => boolean;
}

export function countComparisons(most: number): Comparisons {
  let spent = 0;
  let isExhausted = false;
  return {
    spend: (count = 1) => {
      if (spent + count > most) {
        isExhausted = true;
        return false;
      }
      spent += count;
      return true;
    },
    spent: () => spent,
    isExhausted: () => isExhausted,
  };
}
