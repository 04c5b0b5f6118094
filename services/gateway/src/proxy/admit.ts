import type { IncomingMessage } from 'node:http';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import { paramsOf } from '../enforcement/compose-enforcement.js';
import { UpstreamFailure } from '../upstreams/compose-upstreams.js';
import { type Call, isSafe } from './call.js';
import { checkRequest } from './check-request.js';
import { EdgeRefusal, malformed, methodNotAllowed, unavailable, upstreamRefusal } from './edge-refusal.js';
import type { ProxySettings } from './proxy-settings.js';

/** @throws EdgeRefusal */
export type Admit = (call: Call, request: IncomingMessage) => Promise<EndpointContract>;

/**
 * Lets a call in, or refuses it: route, rate limit, forgery, caller, decision, form. What is found out is written on the
 * call, so that a refused call is recorded with it.
 */
export const createAdmit = ({ credentials, enforcement, ids, logger }: ProxySettings): Admit => {
  async function findEndpoint(call: Call): Promise<EndpointContract> {
    const match = enforcement.find(call.path);
    const endpoint = match?.methods.get(call.method === 'HEAD' ? 'GET' : call.method);
    if (match && endpoint) {
      call.endpoint = endpoint;
      call.params = paramsOf(endpoint, match.values);
    }
    call.noteRate(await enforcement.takeForAddress(endpoint?.rate ?? 'normal', call.sourceIp));
    if (!match) throw new EdgeRefusal('gateway.not_found');
    if (!endpoint) throw methodNotAllowed(match.methods.keys());
    return endpoint;
  }

  function readCookies(call: Call, { headers }: IncomingMessage): void {
    const tokens = credentials.tokens(headers.cookie);
    if (!tokens) throw malformed('A cookie was sent twice.');
    call.tokens = tokens;
    if (!isSafe(call.method) && credentials.isCrossSite(headers)) throw forged(call);
  }

  /** Our own page may hold a CSRF token of an earlier key: with the refusal it gets the right one. */
  function forged(call: Call): EdgeRefusal {
    const { csrf: _, ...credentialsOnly } = call.tokens;
    call.tokens = credentialsOnly;
    return new EdgeRefusal('gateway.csrf_failed');
  }

  async function identify(call: Call, endpoint: EndpointContract, csrfToken: string | undefined): Promise<void> {
    const caller = await credentials.callerOf(endpoint, call.tokens).catch((error: unknown) => {
      // The owner cannot say whose credential it is, and the gateway lets no caller in on a guess.
      logger.warn({ err: error, requestId: call.requestId }, 'a credential could not be looked up');
      throw error instanceof UpstreamFailure && error.kind === 'busy' ? upstreamRefusal(error) : unavailable();
    });
    if (!caller) {
      const dead = credentials.tried(endpoint, call.tokens);
      const changes = dead.map((name) => ({ name, token: null, maxAgeSeconds: 0 }));
      throw new EdgeRefusal('gateway.unauthenticated', { changes });
    }
    if (!isSafe(call.method) && !credentials.provesCredential(endpoint, caller, call.tokens, csrfToken))
      throw forged(call);
    call.caller = caller;
    if (caller.actor.id !== null) call.noteRate(await enforcement.takeForPrincipal(endpoint.rate, caller.actor.id));
  }

  return async (call, request) => {
    const endpoint = await findEndpoint(call);
    readCookies(call, request);
    await identify(call, endpoint, request.headers['x-csrf-token']?.toString());
    call.decisionId = ids.uuid();
    const decision = enforcement.decide(endpoint, call.caller);
    if (decision === 'gateway.unavailable') throw unavailable();
    if (decision !== null) throw new EdgeRefusal(decision);
    checkRequest(endpoint, call.query, request);
    return endpoint;
  };
};
