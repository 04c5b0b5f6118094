import type { Condition } from '@genkan/contracts/sub-account/policy-document';

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * A text that is equal for conditions which differ only in the order of operators, keys and values, in values that stand twice, or in
 * a list around a single value; empty for a condition that is always true.
 */
export function canonicalCondition(condition: Condition | undefined): string {
  const entries = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => JSON.stringify([operator, key, ...canonicalValues([values].flat())])),
  );
  return entries.sort(byText).join();
}

const canonicalValues = (values: readonly (string | boolean)[]) =>
  [...new Map(values.map((value) => [JSON.stringify(value), value])).entries()]
    .sort(([a], [b]) => byText(a, b))
    .map(([, value]) => value);
