import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { commonErrors } from '@genkan/contracts/problem';
import type { Caller } from '../credentials/compose-credentials.js';
import { gateOf } from './gate.js';
import { policyOf } from './policy.js';

/** Null: allowed. Else the code of the refusal. */
export type Refusal = keyof typeof commonErrors | null;

/** Whether this caller may call this endpoint: kind of caller, stage of the session, gate, policy, in this order. */
export function decide(endpoint: EndpointContract, caller: Caller): Refusal {
  const isMeant = endpoint.auth.some((one) => caller.classes.includes(one));
  if (!isMeant) return 'gateway.caller_not_allowed';
  if (caller.stage !== null && !endpoint.stages.includes(caller.stage)) return 'gateway.stage_not_allowed';
  if (gateOf(endpoint) === 'unknown') return 'gateway.unavailable';
  return policyOf(caller) === 'allow' ? null : 'gateway.caller_not_allowed';
}
