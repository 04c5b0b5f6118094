import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { Caller } from '../credentials/compose-credentials.js';
import { decide, type Refusal } from './decide.js';
import { createRateLimits, type RateLimitSettings, type RateLimits } from './rate-limits.js';
import { createRouteTable, type Match } from './route-table.js';

export { type RateLimitSettings, type RateState, rateHeaders } from './rate-limits.js';
export { API_PREFIX, paramsOf, pathOf } from './route-table.js';

/** What may be called, how often and by whom: all of it derived from the contracts. */
export interface Enforcement extends RateLimits {
  /** What stands at a path; undefined when nothing does. */
  find(path: string): Match | undefined;
  /** Null: allowed. Else the code of the refusal. */
  decide(endpoint: EndpointContract, caller: Caller): Refusal;
}

export const composeEnforcement = (
  endpoints: readonly EndpointContract[],
  rateLimits: RateLimitSettings,
): Enforcement => ({ ...createRateLimits(rateLimits), find: createRouteTable(endpoints), decide });
