import type { KnownAction } from './catalogue-view.js';
import type { Check } from './check.js';
import type { TargetView } from './document-view.js';
import { policyOf, SERVERS, statementOf } from './example-policy.js';

const IMAGES = 'nrn:genkan:server:kr:204718330962:image/*';

const typesOf = (known: readonly KnownAction[]) =>
  known.flatMap(({ product, resourceTypes }) => resourceTypes.map((type) => `${product}/${type}`));

/** Whether all its names are known, so that it can be said what fits; what is unknown is found by other checks. */
const isKnown = ({ actions, resources }: TargetView) =>
  actions.length > 0 &&
  resources.length > 0 &&
  actions.every(({ known }) => known !== null && known.length > 0) &&
  resources.every(({ types }) => types.size > 0);

/** Actions of a target that can be done to none of its resources. */
function misfits({ actions, resources }: TargetView) {
  const given = new Set(resources.flatMap(({ types }) => [...types]));
  return actions.filter(({ known }) => !typesOf(known ?? []).some((type) => given.has(type)));
}

export const actionFitsNoResource: Check = {
  name: 'action-fits-no-resource',
  severity: 'WARNING',
  what: 'An action can be done to none of the resources beside it.',
  sentence: '{action} is done to {types}, and the target has no such resource.',
  fix: 'Add the resource that it is done to, or move the action to a target of its own.',
  example: policyOf(statementOf('Allow', 'server', ['ViewServer', 'ViewImages'], SERVERS)),
  fixed: policyOf(statementOf('Allow', 'server', ['ViewServer', 'ViewImages'], [SERVERS, IMAGES])),
  find: ({ targets }) =>
    targets.filter(isKnown).flatMap((target) =>
      misfits(target).map(({ action, pointer, known }) => ({
        pointer,
        params: { action, types: [...new Set(known?.flatMap(({ resourceTypes }) => resourceTypes))].join(', ') },
      })),
    ),
};

export const resourceFitsNoAction: Check = {
  name: 'resource-fits-no-action',
  severity: 'WARNING',
  what: 'None of the actions beside a resource can be done to it.',
  sentence: 'None of the actions of the target is done to {type}.',
  fix: 'Add the action that is meant, or take the resource out.',
  example: policyOf(statementOf('Allow', 'server', 'ViewServer', [SERVERS, IMAGES])),
  fixed: policyOf(statementOf('Allow', 'server', ['ViewServer', 'ViewImages'], [SERVERS, IMAGES])),
  find: ({ targets }) =>
    // Where no action fits anything, that was said of the actions.
    targets
      .filter((target) => isKnown(target) && misfits(target).length < target.actions.length)
      .flatMap((target) => {
        const done = new Set(target.actions.flatMap(({ known }) => typesOf(known ?? [])));
        return target.resources
          .filter(({ types }) => ![...types].some((type) => done.has(type)))
          .map(({ pointer, nrn }) => ({ pointer, params: { type: nrn?.type ?? '*' } }));
      }),
};
