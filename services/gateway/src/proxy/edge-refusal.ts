import { Refusal, type RefusalFacts } from '@genkan/call/refusal';
import type { commonErrors } from '@genkan/contracts/problem';
import type { CredentialChange } from '../credentials/compose-credentials.js';
import type { UpstreamFailure } from '../upstreams/compose-upstreams.js';

type EdgeCode = keyof typeof commonErrors;

export interface EdgeRefusalFacts extends RefusalFacts {
  /** Methods for the Allow field of a 405. */
  readonly allow?: readonly string[];
  /** Cookies that are of no more use. */
  readonly changes?: readonly CredentialChange[];
}

/** The gateway itself refuses or fails a call, with one of the common codes. */
export class EdgeRefusal extends Refusal<EdgeCode> {
  readonly allow: readonly string[] | undefined;
  readonly changes: readonly CredentialChange[];

  constructor(code: EdgeCode, { allow, changes = [], ...facts }: EdgeRefusalFacts = {}) {
    super(code, facts);
    this.allow = allow;
    this.changes = changes;
  }
}

/** The request breaks HTTP, or says what cannot be served. `detail` says what, in English. */
export const malformed = (detail: string) => new EdgeRefusal('gateway.malformed_request', { detail });

/** The service that has to answer, or to say who calls, cannot be asked. */
export const unavailable = () => new EdgeRefusal('gateway.unavailable', { retryAfterSeconds: 1 });

/** An address that answers to GET answers to HEAD, too. */
export const methodNotAllowed = (methods: Iterable<string>) =>
  new EdgeRefusal('gateway.method_not_allowed', {
    allow: [...methods].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method)),
  });

/** What the client is told when a service gave no answer. */
export function upstreamRefusal({ kind }: UpstreamFailure): EdgeRefusal {
  if (kind === 'unreachable') return unavailable();
  if (kind === 'timeout') return new EdgeRefusal('gateway.timeout');
  if (kind === 'broken') return new EdgeRefusal('gateway.bad_upstream');
  // Overload is not a failure: a client that comes again later is served (security 17).
  const detail = 'Too many calls of others are under way.';
  return new EdgeRefusal('gateway.rate_limited', { retryAfterSeconds: 2, detail });
}
