import { productCatalogue } from '@genkan/contracts/sub-account/product-catalogue';
import { describe, expect, it } from '@jest/globals';
import { exampleCatalogue } from './example-catalogue.js';
import { genkanCatalogue } from './genkan-catalogue.js';

describe('the catalogue of products', () => {
  it('is a catalogue', () => {
    expect(productCatalogue.parse(genkanCatalogue)).toEqual(genkanCatalogue);
    expect(productCatalogue.parse(exampleCatalogue)).toEqual(exampleCatalogue);
  });

  it('takes what exists from the contracts, for accounts only', () => {
    const found = (name: string) => genkanCatalogue.products.find(({ product }) => product === name);
    expect(found('audit')?.actions).toEqual([
      { action: 'ViewActivities', readOnly: true, resourceTypes: ['Activity'] },
      { action: 'ViewActivity', readOnly: true, resourceTypes: ['Activity'] },
    ]);
    expect(found('identity')?.actions.map(({ action }) => action)).toEqual([
      'EndSession',
      'ViewMember',
      'ViewSessions',
    ]);
    expect(found('identity')?.actions.find(({ action }) => action === 'EndSession')?.readOnly).toBe(false);
    // Its endpoints are for drafts, which have no policies.
    expect(found('verification')).toBeUndefined();
  });

  it('is refused when an action is on a type that is not listed, or a name stands twice', () => {
    const [product] = exampleCatalogue.products.slice(-1);
    const refused = [
      { ...product, resourceTypes: [{ type: 'instance' }] },
      { ...product, resourceTypes: [{ type: 'instance' }, { type: 'image' }, { type: 'image' }] },
      { ...product, actions: [...(product?.actions ?? []), product?.actions[0]] },
      { ...product, actions: [] },
      { ...product, colour: 'red' },
    ];
    for (const entry of refused) expect(productCatalogue.safeParse({ products: [entry] }).success).toBe(false);
    expect(productCatalogue.safeParse({ products: [product, product] }).success).toBe(false);
  });
});
