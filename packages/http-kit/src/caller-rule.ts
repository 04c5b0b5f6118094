import type { Actor, CallContext } from '@genkan/contracts/call-context';
import type { CallerClass, EndpointContract } from '@genkan/contracts/endpoint';

const classesOf: Readonly<Record<Actor['type'], readonly CallerClass[]>> = {
  main: ['member', 'principal'],
  sub: ['principal'],
  role: ['principal'],
  draft: ['draft'],
  operator: ['operator'],
  product: ['product'],
  anonymous: [],
  system: [],
};

/**
 * The code with which a caller is refused, or undefined when its class and stage may call the endpoint. The gateway asks
 * first; a service asks again, so that a fault there opens nothing here. `anonymous` endpoints answer to everybody, and those
 * of the gateway to any token that the gateway made for their action.
 */
export function refusalOf(
  { auth, stages }: Pick<EndpointContract, 'auth' | 'stages'>,
  { actor, stage }: Pick<CallContext, 'actor' | 'stage'>,
): 'gateway.caller_not_allowed' | 'gateway.stage_not_allowed' | undefined {
  if (auth.includes('anonymous') || auth.includes('gateway')) return undefined;
  if (!classesOf[actor.type].some((callerClass) => auth.includes(callerClass))) return 'gateway.caller_not_allowed';
  const isStageAllowed = stage === null ? actor.sessionId === null : stages.includes(stage);
  return isStageAllowed ? undefined : 'gateway.stage_not_allowed';
}
