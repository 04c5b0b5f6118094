import { z } from 'zod';
import { publicField } from '../field.js';

/**
 * What products there are, and what can be done in each: a product team's manifest is one entry (product.md P4). Validation, managed
 * policies and the comparison of policies read it; a decision never does. Every field is used by one of these, or it is not here.
 */

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, 'a letter, then letters, digits, _ or -; 40 at most');

export const catalogueAction = z.strictObject({
  action: publicField(
    z.string().regex(/^[A-Za-z0-9]{1,64}$/, '1 to 64 letters and digits'),
    'Name, such as `ViewServer`.',
  ),
  readOnly: publicField(z.boolean(), 'Whether it changes nothing; a `_VIEWER` may do these.'),
  resourceTypes: publicField(z.array(name).min(1), 'Types of the resources that it can be done to.'),
  givesResourceTags: publicField(z.boolean().optional(), 'Whether the product gives `resourceTag/…` when it asks.'),
  givesRequestTags: publicField(z.boolean().optional(), 'Whether the product gives `requestTag/…` when it asks.'),
  grantsAccess: publicField(
    z.boolean().optional(),
    'Whether a principal that may do it can widen permissions: attach or change policies, make keys, set passwords.',
  ),
});
export type CatalogueAction = z.infer<typeof catalogueAction>;

export const catalogueResourceType = z.strictObject({
  type: publicField(name, 'Type, as the last part of the NRN begins with it: `<type>/<id>`.'),
  isGlobal: publicField(z.boolean().optional(), 'Whether it lies in no region: the region of its NRNs is `global`.'),
});
export type CatalogueResourceType = z.infer<typeof catalogueResourceType>;

const isUnique = (values: readonly string[]) => new Set(values).size === values.length;

export const catalogueProduct = z
  .strictObject({
    product: publicField(name, 'Name in policies and NRNs.'),
    isBilling: publicField(z.boolean().optional(), 'Whether it is about money: for the finance manager only.'),
    actions: publicField(z.array(catalogueAction).min(1), 'What can be done.'),
    resourceTypes: publicField(z.array(catalogueResourceType).min(1), 'What it can be done to.'),
  })
  .refine(({ actions }) => isUnique(actions.map(({ action }) => action)), 'names an action twice')
  .refine(({ resourceTypes }) => isUnique(resourceTypes.map(({ type }) => type)), 'names a resource type twice')
  .refine(({ actions, resourceTypes }) => {
    const types = new Set(resourceTypes.map(({ type }) => type));
    return actions.every((action) => action.resourceTypes.every((type) => types.has(type)));
  }, 'has an action on a resource type that it does not list');
export type CatalogueProduct = z.infer<typeof catalogueProduct>;

export const productCatalogue = z.strictObject({
  products: publicField(
    z
      .array(catalogueProduct)
      .refine((products) => isUnique(products.map(({ product }) => product)), 'names a product twice'),
    'All products that a policy can be about.',
  ),
});
export type ProductCatalogue = z.infer<typeof productCatalogue>;
