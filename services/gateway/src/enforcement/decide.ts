import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { commonErrors } from '@genkan/contracts/problem';
import type { Caller } from '../credentials/compose-credentials.js';

/** Null: allowed. Else the code of the refusal. */
export type Decision = keyof typeof commonErrors | null;

/** Whether this caller may call this endpoint: kind of caller, stage of the session, gate, policy, in this order. */
export function decide(endpoint: EndpointContract, caller: Caller): Decision {
  const isMeant = endpoint.auth.some((one) => caller.classes.includes(one));
  if (!isMeant) return 'gateway.caller_not_allowed';
  if (caller.stage !== null && !endpoint.stages.includes(caller.stage)) return 'gateway.stage_not_allowed';
  if (gateOf(endpoint) === 'unknown') return 'gateway.unavailable';
  return policyOf(caller) === 'allow' ? null : 'gateway.caller_not_allowed';
}

/**
 * Whether the billing gate lets calls through. The gate's owner, billing-gate, is not there yet, so for an endpoint that is
 * not exempt the answer is unknown, and the call is refused as when the owner cannot be reached: the gate fails closed.
 */
export const gateOf = ({ gate }: Pick<EndpointContract, 'gate'>): 'open' | 'unknown' =>
  gate === 'exempt' ? 'open' : 'unknown';

/**
 * What policy says of a call that caller class, stage and gate let through. Acceptance P10: the main account is allowed every action
 * of its own account, and resources are only ever named in the caller's own account. Sub accounts and roles have no statements yet,
 * and what nothing allows is denied. Visitors, drafts and operators are no principals of an account: the endpoint's `auth` alone
 * decides on them.
 */
export function policyOf({ actor, accountNo }: Pick<Caller, 'actor' | 'accountNo'>): 'allow' | 'no-match' {
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
