import type { Catalog } from '@genkan/contracts/catalog';
import { type EndpointContract, isPublic } from '@genkan/contracts/endpoint';
import type { Caller } from '../credentials/compose-credentials.js';
import { type Decision, decide } from './decide.js';
import { createRateLimits, type RateLimitSettings, type RateLimits } from './rate-limits.js';
import { createRouteTable, type Match } from './route-table.js';

export { type RateLimitSettings, type RateState, rateHeaders } from './rate-limits.js';
export { paramsOf, pathOf } from './route-table.js';

/** Which callers may call what, and how often: all of it derived from the contracts. */
export interface Enforcement extends RateLimits {
  /** What stands at a path; undefined when nothing does. */
  find(path: string): Match | undefined;
  decide(endpoint: EndpointContract, caller: Caller): Decision;
}

export const composeEnforcement = ({ endpoints }: Catalog, rateLimits: RateLimitSettings): Enforcement => ({
  ...createRateLimits(rateLimits),
  find: createRouteTable(endpoints.filter(isPublic)),
  decide,
});
