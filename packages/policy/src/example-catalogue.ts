import type { CatalogueProduct, ProductCatalogue } from '@genkan/contracts/sub-account/product-catalogue';
import { genkanCatalogue } from './genkan-catalogue.js';

/** What a product team's manifest may look like: regional resources, and tags that the product gives. */
const serverProduct: CatalogueProduct = {
  product: 'server',
  actions: [
    { action: 'ViewServers', readOnly: true, resourceTypes: ['instance'] },
    { action: 'ViewServer', readOnly: true, resourceTypes: ['instance'], givesResourceTags: true },
    { action: 'CreateServer', readOnly: false, resourceTypes: ['instance'], givesRequestTags: true },
    { action: 'ChangeServer', readOnly: false, resourceTypes: ['instance'], givesResourceTags: true },
    { action: 'StartServer', readOnly: false, resourceTypes: ['instance'], givesResourceTags: true },
    { action: 'StopServer', readOnly: false, resourceTypes: ['instance'], givesResourceTags: true },
    { action: 'DeleteServer', readOnly: false, resourceTypes: ['instance'], givesResourceTags: true },
    { action: 'ViewImages', readOnly: true, resourceTypes: ['image'] },
    { action: 'CreateImage', readOnly: false, resourceTypes: ['image'] },
  ],
  resourceTypes: [{ type: 'instance' }, { type: 'image' }],
};

/** Genkan's own products and a server product: what the examples of checks and manual are about. */
export const exampleCatalogue: ProductCatalogue = { products: [...genkanCatalogue.products, serverProduct] };
