import type { Caller } from '../credentials/compose-credentials.js';

/** What policy says of a call that caller class, stage and gate let through. */
export type PolicyEffect = 'allow' | 'no-match';

/**
 * Acceptance P10: the main account is allowed every action of its own account, and resources are only ever named in the
 * caller's own account. Sub accounts and roles have no statements yet, and what nothing allows is denied. Visitors, drafts
 * and operators are no principals of an account: the endpoint's `auth` alone decides on them.
 */
export function policyOf({ actor, accountNo }: Pick<Caller, 'actor' | 'accountNo'>): PolicyEffect {
  switch (actor.type) {
    case 'main':
      return accountNo === null ? 'no-match' : 'allow';
    case 'anonymous':
    case 'draft':
    case 'operator':
      return 'allow';
    default:
      return 'no-match';
  }
}
