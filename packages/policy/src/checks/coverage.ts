import type { PolicyTarget } from '@genkan/contracts/sub-account/policy-document';
import { coversResource } from '../nrn-pattern.js';
import { covers } from '../pattern.js';
import type { Check } from './check.js';
import type { Comparisons } from './comparisons.js';
import { type DocumentView, effectOf, type TargetView } from './document-view.js';
import { meaningOf } from './duplicates.js';
import { allowServer, denyServer, policyOf, statementOf } from './example-policy.js';

type Covers = (wider: string, narrower: string) => boolean;

const allWithin = (wider: readonly string[], narrower: readonly string[], isWithin: Covers, comparisons: Comparisons) =>
  narrower.every((text) => wider.some((other) => comparisons.spend() && isWithin(other, text)));

/** Whether every request that the narrower target matches is matched by the wider one. */
export function coversTarget(wider: PolicyTarget, narrower: PolicyTarget, comparisons: Comparisons): boolean {
  return (
    comparisons.spend() &&
    covers(wider.product, narrower.product) &&
    allWithin(wider.resourceNrns, narrower.resourceNrns, coversResource, comparisons) &&
    allWithin(wider.actions, narrower.actions, covers, comparisons)
  );
}

const isEmpty = ({ actions, resources }: TargetView) => actions.length === 0 || resources.length === 0;
/** Whether the wider target's condition holds whenever the narrower one's does. */
const holdsAlso = (wider: TargetView, narrower: TargetView) =>
  wider.statement.condition === '' || wider.statement.condition === narrower.statement.condition;

export const allowShadowedByDeny: Check = {
  name: 'allow-shadowed-by-deny',
  severity: 'WARNING',
  what: 'An Allow of something that a statement of the same policy always denies. A Deny outranks every Allow.',
  sentence: 'What statement {name} allows here is denied by statement {by} anyhow.',
  fix: 'Delete the Allow, or make the Deny narrower.',
  example: policyOf(allowServer('StopServer'), denyServer('*')),
  fixed: policyOf(allowServer('StopServer'), denyServer('DeleteServer')),
  find: ({ targets, comparisons }) => {
    const denies = targets.filter((view) => effectOf(view) === 'Deny' && !isEmpty(view));
    return targets
      .filter((view) => effectOf(view) === 'Allow' && !isEmpty(view))
      .flatMap((view) => {
        const by = denies.find((deny) => holdsAlso(deny, view) && coversTarget(deny.target, view.target, comparisons));
        if (by === undefined) return [];
        return [{ pointer: view.pointer, params: { name: view.statement.name, by: by.statement.name } }];
      });
  },
};

/** The targets of a duplicate statement were reported with the statement. */
function notRepeated({ targets, statements }: DocumentView): TargetView[] {
  const first = new Map(statements.map((view) => [meaningOf(view), view] as const).reverse());
  const kept = new Set(first.values());
  return targets.filter((view) => !isEmpty(view) && kept.has(view.statement));
}

export const coveredByWiderTarget: Check = {
  name: 'covered-by-wider-target',
  severity: 'INFO',
  what: 'A target says nothing that another one of the same effect does not say without it.',
  sentence: 'Statement {by} says this already, and more.',
  fix: 'Delete it; or make the wider one narrower, if that is more than was meant.',
  example: policyOf(allowServer('ViewServer'), statementOf('Allow', 'server', 'View*', '*')),
  fixed: policyOf(statementOf('Allow', 'server', 'View*', '*')),
  find: (view) => {
    const { comparisons } = view;
    const targets = notRepeated(view);
    return targets.flatMap((narrower, place) => {
      const by = targets.find((wider, other) => {
        if (wider === narrower || effectOf(wider) !== effectOf(narrower) || !holdsAlso(wider, narrower)) return false;
        if (!coversTarget(wider.target, narrower.target, comparisons)) return false;
        // Of two that say the same the first one stays.
        const isSame = holdsAlso(narrower, wider) && coversTarget(narrower.target, wider.target, comparisons);
        return !isSame || other < place;
      });
      return by === undefined ? [] : [{ pointer: narrower.pointer, params: { by: by.statement.name } }];
    });
  },
};
