import type {
  CatalogueAction,
  CatalogueProduct,
  ProductCatalogue,
} from '@genkan/contracts/sub-account/product-catalogue';
import { matchesPattern } from '../pattern.js';
import type { Comparisons } from './comparisons.js';

/** An action with the product that it belongs to. */
export type KnownAction = CatalogueAction & { readonly product: string };

/** The catalogue, to look up what a policy names. */
export interface CatalogueView {
  readonly products: readonly CatalogueProduct[];
  /** The product of that name, all for `*`, none for an unknown one. */
  readonly productsNamed: (product: string) => readonly CatalogueProduct[];
  /** What an action or pattern stands for in a product (`*`: in all); null when there was too much to compare. */
  readonly actionsNamed: (product: string, action: string) => readonly KnownAction[] | null;
}

export function catalogueView({ products }: ProductCatalogue, comparisons: Comparisons): CatalogueView {
  const byName = new Map(products.map((product) => [product.product, product]));
  const actions: KnownAction[] = products.flatMap(({ product, actions: own }) =>
    own.map((action) => ({ ...action, product })),
  );
  const actionsIn = groupedBy(actions, ({ product }) => product);
  const actionsByName = groupedBy(actions, ({ action }) => action);
  const looked = new Map<string, readonly KnownAction[] | null>();

  const isIn = (product: string) => (action: KnownAction) => product === '*' || action.product === product;
  const find = (product: string, pattern: string): readonly KnownAction[] | null => {
    if (!pattern.includes('*')) return (actionsByName.get(pattern) ?? []).filter(isIn(product));
    const candidates = product === '*' ? actions : (actionsIn.get(product) ?? []);
    if (pattern === '*') return candidates;
    const found: KnownAction[] = [];
    for (const candidate of candidates) {
      if (!comparisons.spend()) return null;
      if (matchesPattern(pattern, candidate.action)) found.push(candidate);
    }
    return found;
  };

  return {
    products,
    productsNamed: (product) =>
      product === '*' ? products : [byName.get(product)].filter((found) => found !== undefined),
    actionsNamed: (product, action) => {
      const key = `${product}:${action}`;
      const known = looked.get(key);
      if (known !== undefined) return known;
      const found = find(product, action);
      looked.set(key, found);
      return found;
    },
  };
}

function groupedBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}
