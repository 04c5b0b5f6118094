import type { Check, Found } from './check.js';
import type { ActionView, DocumentView, TargetView } from './document-view.js';
import { allowServer, policyOf, SERVERS, statementOf } from './example-policy.js';
import { nearName } from './near-name.js';
import { pointerBelow } from './pointer.js';

/** Says what was probably meant, where something is near. */
const near = (found: string | undefined) => (found === undefined ? '' : ` Is ${found} meant?`);

const isKnown = ({ catalogue }: DocumentView, product: string) => catalogue.productsNamed(product).length > 0;

/** Actions and patterns of known products that stand for nothing in the catalogue. */
const unmatched = (view: DocumentView): [TargetView, ActionView][] =>
  view.targets
    .filter(({ target }) => isKnown(view, target.product))
    .flatMap((target) =>
      target.actions
        .filter(({ known }) => known?.length === 0)
        .map((action): [TargetView, ActionView] => [target, action]),
    );

const meant = ({ catalogue, comparisons }: DocumentView, { target }: TargetView, { action }: ActionView) => {
  const names = catalogue.productsNamed(target.product).flatMap(({ actions }) => actions.map((known) => known.action));
  return nearName(action, names, comparisons);
};

const literals = (view: DocumentView) => unmatched(view).filter(([, { action }]) => !action.includes('*'));

export const unknownProduct: Check = {
  name: 'unknown-product',
  severity: 'ERROR',
  what: 'No product of that name has registered its actions, so it is closed to sub accounts.',
  sentence: 'There is no product {product}.{near}',
  fix: 'Correct the name; case matters. Or wait until the product has registered.',
  example: policyOf(statementOf('Allow', 'servers', 'ViewServer', '*')),
  fixed: policyOf(statementOf('Allow', 'server', 'ViewServer', '*')),
  find: (view) => {
    const names = view.catalogue.products.map(({ product }) => product);
    const found = (pointer: string, product: string): Found => ({
      pointer,
      params: { product, near: near(nearName(product, names, view.comparisons)) },
    });
    return view.targets.flatMap(({ target: { product }, pointer, resources }) => {
      if (!isKnown(view, product)) return [found(pointerBelow(pointer, 'product'), product)];
      if (product !== '*') return [];
      // Every product is meant, so the NRN alone says which.
      return resources
        .filter(({ nrn, products }) => nrn !== null && products.length === 0)
        .map((resource) => found(resource.pointer, resource.nrn?.product ?? ''));
    });
  },
};

export const unknownAction: Check = {
  name: 'unknown-action',
  severity: 'ERROR',
  what: 'The product has no such action, nor one of a similar name.',
  sentence: '{product} has no action {action}.',
  fix: "Take the action's name from the product's list.",
  example: policyOf(allowServer('RebootEverything')),
  fixed: policyOf(allowServer('StartServer')),
  find: (view) =>
    literals(view)
      .filter(([target, action]) => meant(view, target, action) === undefined)
      .map(([{ target }, { action, pointer }]) => ({ pointer, params: { product: target.product, action } })),
};

export const misspeltAction: Check = {
  name: 'misspelt-action',
  severity: 'ERROR',
  what: 'The product has no such action, but one whose name is nearly the same. Case matters.',
  sentence: '{product} has no action {action}. Is {near} meant?',
  fix: 'Correct the name.',
  example: policyOf(allowServer('viewServer')),
  fixed: policyOf(allowServer('ViewServer')),
  find: (view) =>
    literals(view).flatMap(([target, action]): Found[] => {
      const name = meant(view, target, action);
      const params = { product: target.target.product, action: action.action };
      return name === undefined ? [] : [{ pointer: action.pointer, params: { ...params, near: name } }];
    }),
};

export const patternMatchesNoAction: Check = {
  name: 'pattern-matches-no-action',
  severity: 'WARNING',
  what: 'A pattern with `*` stands for no action that there is.',
  sentence: 'No action of {product} is matched by {action}.',
  fix: 'Correct the pattern; case matters.',
  example: policyOf(statementOf('Allow', 'server', ['ViewServer', 'Show*'], SERVERS)),
  fixed: policyOf(statementOf('Allow', 'server', ['View*'], SERVERS)),
  find: (view) =>
    unmatched(view)
      .filter(([, { action }]) => action.includes('*'))
      .map(([{ target }, { action, pointer }]) => ({ pointer, params: { product: target.product, action } })),
};
