import type { EndpointContract } from '@genkan/contracts/endpoint';

/**
 * Whether the billing gate lets calls through. The gate's owner, billing-gate, is not there yet, so for an endpoint that is
 * not exempt nobody can say it, and the call is refused as when the owner cannot be reached: the gate fails closed.
 */
export const gateOf = ({ gate }: Pick<EndpointContract, 'gate'>): 'open' | 'unknown' =>
  gate === 'exempt' ? 'open' : 'unknown';
