import type { CatalogueResourceType } from '@genkan/contracts/sub-account/product-catalogue';
import { nrnParts } from '../nrn-pattern.js';
import { matchesPattern } from '../pattern.js';
import type { CatalogueView } from './catalogue-view.js';

/** A resource of a target, with what the catalogue knows of it. */
export interface ResourceView {
  readonly resource: string;
  readonly pointer: string;
  /** Null for `*`. */
  readonly nrn: {
    readonly product: string;
    readonly region: string;
    readonly accountNo: string;
    readonly type: string;
  } | null;
  /** Known products of the target that it can belong to. */
  readonly products: readonly string[];
  /** Known types that it can be of, as `<product>/<type>`. */
  readonly types: ReadonlySet<string>;
  /** Whether all of these lie in no region. */
  readonly isGlobal: boolean;
}

export function resourceView(
  resource: string,
  pointer: string,
  targetProduct: string,
  catalogue: CatalogueView,
): ResourceView {
  const parts = nrnParts(resource);
  const [, , product = '', region = '', accountNo = '', last = ''] = parts ?? [];
  const products = catalogue
    .productsNamed(targetProduct)
    .filter((known) => parts === null || matchesPattern(product, known.product));
  const types = products.flatMap((known) =>
    known.resourceTypes
      .filter(({ type }) => parts === null || canBeOfType(last, type))
      .map((type): [string, CatalogueResourceType] => [`${known.product}/${type.type}`, type]),
  );
  return {
    resource,
    pointer,
    nrn: parts === null ? null : { product, region, accountNo, type: last.split('/')[0] as string },
    products: products.map((known) => known.product),
    types: new Set(types.map(([name]) => name)),
    isGlobal: types.length > 0 && types.every(([, { isGlobal }]) => isGlobal),
  };
}

/** Whether the last part of a pattern can match `<type>/<id>`; where a `*` stands before the `/`, what precedes it decides. */
function canBeOfType(lastPart: string, type: string): boolean {
  const star = lastPart.indexOf('*');
  const start = star < 0 ? lastPart : lastPart.slice(0, star);
  const slash = start.indexOf('/');
  if (slash >= 0) return start.slice(0, slash) === type;
  return star >= 0 && `${type}/`.startsWith(start);
}
