import type { Condition } from '@genkan/contracts/sub-account/policy-document';

/**
 * A text that is equal for conditions which differ only in the order of operators, keys and values, in values that stand twice, or in
 * a list around a single value; empty for a condition that is always true.
 */
export function canonicalCondition(condition: Condition | undefined): string {
  const entries = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `[${[...texts([operator, key]), ...canonicalTexts([values].flat())]}]`),
  );
  return entries.sort().join();
}

const texts = (values: readonly (string | boolean)[]): string[] => values.map((value) => JSON.stringify(value));

/** Each value once. */
const canonicalTexts = (values: readonly (string | boolean)[]): string[] => [...new Set(texts(values))].sort();
