import type { PolicyDocument } from '@genkan/contracts/sub-account/policy-document';
import type { ProductCatalogue } from '@genkan/contracts/sub-account/product-catalogue';
import type { AttachedPolicy } from './decision.js';
import { actionNames } from './difference/action-names.js';
import { grantsOf, type PolicyGrants } from './difference/grants.js';
import type { Permission } from './difference/permission.js';
import { rowsOf } from './difference/rows.js';
import { uncovered } from './difference/uncovered.js';

export interface Difference {
  readonly gained: readonly Permission[];
  readonly lost: readonly Permission[];
  /** Whether there were more than `MAX_ROWS` of either, and the rest was left out. */
  readonly isCut: boolean;
}

export const MAX_ROWS = 1_000;

/**
 * What a principal may do under the policies `b` that it may not under `a`, and the other way round, for every request whose action the
 * catalogue knows (or whose product it does not) and whose own values are well-formed. A line may tell too much, where two lists together
 * are as wide as one, or where nothing is allowed that a Deny refused; it never leaves anything out.
 */
export function diff(
  a: readonly (PolicyDocument | AttachedPolicy)[],
  b: readonly (PolicyDocument | AttachedPolicy)[],
  catalogue: ProductCatalogue,
): Difference {
  const [before, after] = [a.map(documentOf), b.map(documentOf)];
  const names = actionNames([...before, ...after], catalogue);
  const [had, has] = [grantsOf(before, names), grantsOf(after, names)];
  const [gained, lost] = [moreIn(has, had), moreIn(had, has)];
  const isCut = Math.max(gained.length, lost.length) > MAX_ROWS;
  return { gained: gained.slice(0, MAX_ROWS), lost: lost.slice(0, MAX_ROWS), isCut };
}

const documentOf = (policy: PolicyDocument | AttachedPolicy): PolicyDocument =>
  'document' in policy ? policy.document : policy;

/** What one set allows and the other does not. */
const moreIn = (one: PolicyGrants, other: PolicyGrants): Permission[] => [
  ...rowsOf('allow', uncovered(one.allows, { like: [other.allows], always: [one.denies] })),
  ...rowsOf('deny', uncovered(other.denies, { like: [one.denies], always: [] })),
  ...rowsOf('error', uncovered(other.failing, { like: [one.failing, one.denies], always: [] })),
];
