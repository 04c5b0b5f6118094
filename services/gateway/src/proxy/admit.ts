import type { IncomingMessage } from 'node:http';
import type { Ids } from '@genkan/config/ids';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { Logger } from '@genkan/observability/logger';
import type { Credentials } from '../credentials/compose-credentials.js';
import { type Enforcement, paramsOf } from '../enforcement/compose-enforcement.js';
import type { Call } from './call.js';
import { checkRequest } from './check-request.js';
import { refusalOf } from './refusal-of.js';
import { Refused } from './refused.js';
import { allowed, isSafe } from './safe-methods.js';
import { take } from './take.js';
import { UpstreamFailure } from './upstream.js';

export interface AdmitSettings {
  readonly credentials: Credentials;
  readonly enforcement: Enforcement;
  readonly ids: Ids;
  readonly logger: Logger;
}

/**
 * Lets a call in, or refuses it: route, rate limit, forgery, caller, decision, form. What is found out is written on the
 * call, so that a refused call is recorded with it.
 *
 * @throws Refused
 */
export const createAdmit = ({ credentials, enforcement, ids, logger }: AdmitSettings) => {
  async function findEndpoint(call: Call): Promise<EndpointContract> {
    const match = enforcement.find(call.path);
    const endpoint = match?.methods.get(call.method === 'HEAD' ? 'GET' : call.method);
    if (match && endpoint) {
      call.endpoint = endpoint;
      call.params = paramsOf(endpoint, match.values);
    }
    take(call, await enforcement.takeForAddress(endpoint?.rate ?? 'normal', call.sourceIp));
    if (!match) throw new Refused('gateway.not_found');
    if (!endpoint) throw new Refused('gateway.method_not_allowed', { allow: allowed(match.methods.keys()) });
    return endpoint;
  }

  function readCookies(call: Call, { headers }: IncomingMessage): void {
    const tokens = credentials.tokens(headers.cookie);
    if (!tokens) throw new Refused('gateway.malformed_request', { detail: 'A cookie was sent twice.' });
    call.tokens = tokens;
    if (!isSafe(call.method) && credentials.isCrossSite(headers)) throw forged(call);
  }

  /** Our own page may hold a CSRF token of an earlier key: with the refusal it gets the right one. */
  function forged(call: Call): Refused {
    const { csrf: _, ...credentialsOnly } = call.tokens;
    call.tokens = credentialsOnly;
    return new Refused('gateway.csrf_failed');
  }

  async function identify(call: Call, endpoint: EndpointContract, csrfToken: string | undefined): Promise<void> {
    const caller = await credentials.callerOf(endpoint, call.tokens).catch((error: unknown) => {
      // Whatever hinders the owner from saying who this is: nobody is let in on a guess.
      logger.warn({ err: error, requestId: call.requestId }, 'a credential could not be looked up');
      const isBusy = error instanceof UpstreamFailure && error.kind === 'busy';
      throw isBusy ? refusalOf(error) : new Refused('gateway.unavailable', { retryAfterSeconds: 1 });
    });
    if (!caller) {
      const dead = credentials.tried(endpoint, call.tokens);
      const changes = dead.map((name) => ({ name, token: null, maxAgeSeconds: 0 }));
      throw new Refused('gateway.unauthenticated', { changes });
    }
    if (!isSafe(call.method) && !credentials.provesCredential(endpoint, caller, call.tokens, csrfToken))
      throw forged(call);
    call.caller = caller;
    if (caller.actor.id !== null) take(call, await enforcement.takeForPrincipal(endpoint.rate, caller.actor.id));
  }

  return async (call: Call, request: IncomingMessage): Promise<EndpointContract> => {
    const endpoint = await findEndpoint(call);
    readCookies(call, request);
    await identify(call, endpoint, request.headers['x-csrf-token']?.toString());
    call.decisionId = ids.uuid();
    const refusal = enforcement.decide(endpoint, call.caller);
    if (refusal) throw new Refused(refusal, refusal === 'gateway.unavailable' ? { retryAfterSeconds: 1 } : {});
    checkRequest(endpoint, call.query, request.headers);
    return endpoint;
  };
};
