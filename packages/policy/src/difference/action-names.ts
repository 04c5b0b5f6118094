import type { PolicyDocument } from '@genkan/contracts/sub-account/policy-document';
import type { ProductCatalogue } from '@genkan/contracts/sub-account/product-catalogue';
import { matchesPattern } from '../pattern.js';

/** The products that a line can name, and the actions that a pattern stands for in each. */
export interface ActionNames {
  /** Those of the catalogue, others that a policy names, and `*` for the rest. */
  readonly products: readonly string[];
  /** Actions by name; a product that is not in the catalogue keeps the pattern. */
  readonly named: (product: string, pattern: string) => readonly string[];
}

/** Several `*` in a row are one. */
export const simplified = (pattern: string): string => pattern.replaceAll(/\*{2,}/g, '*');

export function actionNames(documents: readonly PolicyDocument[], catalogue: ProductCatalogue): ActionNames {
  const known = new Map(
    catalogue.products.map(({ product, actions }) => [product, new Set(actions.map((a) => a.action))]),
  );
  const products = new Set([...known.keys(), '*']);
  for (const { product, actions } of documents.flatMap(({ statements }) =>
    statements.flatMap(({ targets }) => targets),
  )) {
    products.add(product);
    // A name that the catalogue does not know is no reason to leave it out.
    for (const action of actions) if (!action.includes('*')) known.get(product)?.add(action);
  }
  const found = new Map<string, readonly string[]>();
  return {
    products: [...products],
    named: (product, pattern) => {
      const key = `${product}:${pattern}`;
      const before = found.get(key);
      if (before !== undefined) return before;
      const names = known.get(product);
      const now = names ? [...names].filter((name) => matchesPattern(pattern, name)) : [simplified(pattern)];
      found.set(key, now);
      return now;
    },
  };
}
