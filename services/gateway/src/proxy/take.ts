import type { RateState } from '../enforcement/compose-enforcement.js';
import type { Call } from './call.js';
import { Refused } from './refused.js';

/** Notes where the call's client stands with a limit. @throws Refused when it is over the limit */
export function take(call: Call, state: RateState): void {
  call.rates.push(state);
  const { exceededKey, resetSeconds } = state;
  if (exceededKey !== undefined)
    throw new Refused('gateway.rate_limited', { retryAfterSeconds: resetSeconds, overLimitKey: exceededKey });
}
