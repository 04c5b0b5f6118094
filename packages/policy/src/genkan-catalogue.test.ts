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
    const actionsOf = (name: string) =>
      genkanCatalogue.products.find(({ product }) => product === name)?.actions.map(({ action }) => action) ?? [];
    const found = genkanCatalogue.products.flatMap(({ actions }) => actions);
    expect(found).toContainEqual({ action: 'ViewActivity', readOnly: true, resourceTypes: ['Activity'] });
    expect(found).toContainEqual({ action: 'EndSession', readOnly: false, resourceTypes: ['Session'] });
    expect(actionsOf('audit')).toEqual(expect.arrayContaining(['ViewActivities', 'ViewActivity']));
    expect(actionsOf('identity')).toEqual(expect.arrayContaining(['EndSession', 'ViewMember', 'ViewSessions']));
    // Of strangers, of drafts, of the gateway itself, between gateway and identity: none of them has policies.
    const others = ['SignIn', 'StartRegistration', 'RequestChallenge', 'ViewSession', 'LookUpSession'];
    expect(found.filter(({ action }) => others.includes(action))).toEqual([]);
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
