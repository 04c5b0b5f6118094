import { catalog } from '@genkan/contracts/catalog';
import { type EndpointContract, isPublic } from '@genkan/contracts/endpoint';
import { type ServiceName, serviceNames } from '@genkan/contracts/service-name';
import type {
  CatalogueAction,
  CatalogueProduct,
  ProductCatalogue,
} from '@genkan/contracts/sub-account/product-catalogue';
import { billingGateProduct, subAccountProduct } from './planned-products.js';

/** Services whose endpoints are actions of an account. The gateway has none: what it answers itself is the caller's own session. */
const services = serviceNames.filter((name) => name !== 'gateway');

/** Drafts, operators and strangers have no policies. */
const isForAccounts = (endpoint: EndpointContract) =>
  isPublic(endpoint) && (endpoint.auth.includes('principal') || endpoint.auth.includes('member'));

const unique = (values: readonly string[]) => [...new Set(values)].sort();

/** The product that a service's endpoints make; null while none of them is for accounts. */
function productOf(service: ServiceName): CatalogueProduct | null {
  const endpoints = catalog.endpoints.filter((endpoint) => endpoint.service === service && isForAccounts(endpoint));
  if (endpoints.length === 0) return null;
  const actions = unique(endpoints.map(({ action }) => action)).map((action): CatalogueAction => {
    const same = endpoints.filter((endpoint) => endpoint.action === action);
    return {
      action,
      readOnly: same.every(({ readOnly }) => readOnly),
      resourceTypes: unique(same.map(({ resource }) => resource.type)),
    };
  });
  const types = unique(actions.flatMap(({ resourceTypes }) => resourceTypes));
  return { product: service, actions, resourceTypes: types.map((type) => ({ type, isGlobal: true })) };
}

/** Genkan's own products: those that exist as their contracts say, and those of the design that do not exist yet. */
export const genkanCatalogue: ProductCatalogue = {
  products: [...services.map(productOf).filter((product) => product !== null), subAccountProduct, billingGateProduct],
};
