import { Refused } from './refused.js';
import type { UpstreamFailure } from './upstream.js';

const refusals: Readonly<Record<UpstreamFailure['kind'], ConstructorParameters<typeof Refused>>> = {
  unreachable: ['gateway.unavailable', { retryAfterSeconds: 1 }],
  // Overload is not a failure: whoever comes again later is served (security 17).
  busy: ['gateway.rate_limited', { retryAfterSeconds: 2, detail: 'Too many calls of others are under way.' }],
  broken: ['gateway.bad_upstream', {}],
  timeout: ['gateway.timeout', {}],
};

/** What the client is told when a service gave no answer. */
export const refusalOf = ({ kind }: UpstreamFailure): Refused => new Refused(...refusals[kind]);
