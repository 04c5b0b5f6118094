import { type Comparisons, countComparisons } from '../checks/comparisons.js';
import { coversResource } from '../nrn-pattern.js';
import { covers } from '../pattern.js';
import type { Grant, Grants } from './grants.js';

/**
 * The most comparisons of two resources for one side of a difference. Beyond it nothing counts as covered by a wider resource: more
 * lines than need be, but none too few.
 */
const MAX_COMPARISONS = 300_000;

interface Coverage {
  /** What covers a grant under the same condition or none. */
  readonly like: readonly Grants[];
  /** What covers it only without a condition. */
  readonly always: readonly Grants[];
}

/** The grants with those of their actions that nothing covers, also no wider grant of the same set. */
export function uncovered(grants: Grants, { like, always }: Coverage): Grant[] {
  const comparisons = countComparisons(MAX_COMPARISONS);
  return grants.all.flatMap((grant) => {
    const under = grant.condition === '' ? [''] : ['', grant.condition];
    const actions = [...grant.actions].filter(
      (action) =>
        !like.some((by) => isCovered(grant, action, by, under, comparisons)) &&
        !always.some((by) => isCovered(grant, action, by, [''], comparisons)) &&
        !isCovered(grant, action, grants, under, comparisons),
    );
    return actions.length === 0 ? [] : [{ ...grant, actions: new Set(actions) }];
  });
}

/** Whether an action of a grant is in another one that is as wide or wider. Of its own set only what is wider counts. */
function isCovered(grant: Grant, action: string, by: Grants, conditions: readonly string[], comparisons: Comparisons) {
  const { product, resource } = grant;
  return conditions.some((condition) => {
    const same = by.at(product, condition, resource);
    if (same && takes(same, action, same === grant)) return true;
    return by
      .wide(product, condition)
      .some(
        (other) =>
          other !== same &&
          takes(other, action, false) &&
          comparisons.spend() &&
          coversResource(other.resource, resource),
      );
  });
}

/** Whether a grant has the action, or a pattern that covers it; of itself, only another pattern. */
function takes({ actions }: Grant, action: string, isItself: boolean): boolean {
  if (!isItself && actions.has(action)) return true;
  for (const pattern of actions) {
    if (pattern.includes('*') && pattern !== action && covers(pattern, action)) return true;
  }
  return false;
}
