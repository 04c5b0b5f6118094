import type { EndpointContract } from '@genkan/contracts/endpoint';
import { DEVICE_HEADER, SESSION_HEADER } from '@genkan/contracts/internal-token';
import { hashOf } from '../credentials/compose-credentials.js';
import { pathOf } from '../enforcement/compose-enforcement.js';
import { callContextOf } from '../recording/compose-recording.js';
import type { Answer } from './answer.js';
import type { Call } from './call.js';
import { refusalOf } from './refusal-of.js';
import { Refused } from './refused.js';
import { serviceAnswer } from './service-answer.js';
import { type Upstream, UpstreamFailure } from './upstream.js';

export interface ForwardSettings {
  /**
   * By rate and service name. Sensitive calls, which strangers may make and services are slow to answer, have connections of their own,
   * so that a flood of them keeps nobody else from a service.
   */
  readonly upstreams: Readonly<Record<EndpointContract['rate'], Readonly<Record<string, Upstream>>>>;
  /** Vouches for a call: the token of 60 s. */
  readonly sign: (call: { audience: string; action: string; ctx: ReturnType<typeof callContextOf> }) => string;
  readonly deadlineMs: number;
}

/** Fields of a client that reach a service; all others stay here, whatever they are called. */
const FORWARDED = ['accept-language', 'if-match', 'if-none-match'] as const;

/**
 * Asks the endpoint's service, with the client's bytes and the gateway's word for who calls.
 *
 * @throws Refused when there is no answer, or none as agreed
 */
export const createForward =
  ({ upstreams, sign, deadlineMs }: ForwardSettings) =>
  async (call: Call, endpoint: EndpointContract): Promise<Answer> => {
    const upstream = upstreams[endpoint.rate][endpoint.service];
    if (!upstream) throw new Refused('gateway.unavailable', { retryAfterSeconds: 1 });
    const ctx = callContextOf(call);
    const token = sign({ audience: endpoint.service, action: endpoint.action, ctx });
    try {
      const response = await upstream.send({
        method: endpoint.method,
        path: pathOf(endpoint, call.params) + (call.query && `?${call.query}`),
        headers: requestHeaders(call, endpoint, token),
        body: call.body,
        deadlineMs,
      });
      return serviceAnswer(endpoint, response);
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) throw error;
      throw refusalOf(error);
    }
  };

function requestHeaders(call: Call, endpoint: EndpointContract, token: string): Record<string, string> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${token}`,
    traceparent: call.traceparent,
    accept: 'application/json, application/problem+json',
  };
  for (const name of FORWARDED) {
    const value = call.request.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  const key = call.request.headers['idempotency-key'];
  if (endpoint.idempotent && key !== undefined) headers['idempotency-key'] = key.toString();
  if (endpoint.sets.includes('device') && call.tokens.device) headers[DEVICE_HEADER] = call.tokens.device;
  if (endpoint.sets.includes('session') && call.tokens.session) headers[SESSION_HEADER] = hashOf(call.tokens.session);
  if (call.body) headers['content-type'] = 'application/json';
  return headers;
}
