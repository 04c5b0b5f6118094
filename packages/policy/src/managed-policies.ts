import type { PolicyDocument, PolicyTarget } from '@genkan/contracts/sub-account/policy-document';
import type { CatalogueProduct, ProductCatalogue } from '@genkan/contracts/sub-account/product-catalogue';

/** A policy that every account has and nobody edits (acceptance P4, P8). Its document holds for any account: it names none. */
export interface ManagedPolicy {
  /** Unique; also its id. */
  readonly name: string;
  readonly description: string;
  readonly document: PolicyDocument;
}

const allow = (...targets: PolicyTarget[]): PolicyDocument => ({
  version: 1,
  statements: [{ effect: 'Allow', targets }],
});
const everythingIn = (product: string): PolicyTarget => ({ product, actions: ['*'], resourceNrns: ['*'] });

/** `sub-account` → `SUB_ACCOUNT`. */
const upperCase = (product: string) => product.toUpperCase().replaceAll('-', '_');

function managerAndViewer({ product, actions }: CatalogueProduct): ManagedPolicy[] {
  const readOnly = actions.filter((action) => action.readOnly).map(({ action }) => action);
  const manager: ManagedPolicy = {
    name: `${upperCase(product)}_MANAGER`,
    description: `Everything in ${product}.`,
    document: allow(everythingIn(product)),
  };
  const viewer: ManagedPolicy = {
    name: `${upperCase(product)}_VIEWER`,
    description: `Whatever only reads in ${product}.`,
    document: allow({ product, actions: readOnly, resourceNrns: ['*'] }),
  };
  return readOnly.length > 0 ? [manager, viewer] : [manager];
}

/**
 * The managed policies for the products that there are; made anew whenever the catalogue changes. The infra manager's is a list of
 * products and no Deny of billing, which would outrank what another policy grants.
 */
export function managedPolicies({ products }: ProductCatalogue): ManagedPolicy[] {
  const billing = products.filter(({ isBilling }) => isBilling);
  const others = products.filter(({ isBilling }) => !isBilling);
  const managerOf = (name: string, description: string, chosen: readonly CatalogueProduct[]): ManagedPolicy[] =>
    chosen.length === 0
      ? []
      : [{ name, description, document: allow(...chosen.map(({ product }) => everythingIn(product))) }];
  return [
    { name: 'ADMINISTRATOR', description: 'Everything.', document: allow(everythingIn('*')) },
    ...managerOf('INFRA_MANAGER', 'Everything but billing.', others),
    ...managerOf('FINANCE_MANAGER', 'Everything in billing, nothing else.', billing),
    ...products.flatMap(managerAndViewer),
  ];
}
