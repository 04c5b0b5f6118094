import type { EndpointContract } from '@genkan/contracts/endpoint';
import { DEVICE_HEADER, SESSION_HEADER } from '@genkan/contracts/internal-token';
import { hashOf } from '../credentials/compose-credentials.js';
import { pathOf } from '../enforcement/compose-enforcement.js';
import { callContextOf } from '../recording/compose-recording.js';
import { UpstreamFailure } from '../upstreams/compose-upstreams.js';
import type { Answer } from './answer.js';
import type { Call } from './call.js';
import { upstreamRefusal } from './edge-refusal.js';
import type { ProxySettings } from './proxy-settings.js';
import { serviceAnswer } from './service-answer.js';

/** Fields of a client that reach a service; all others stay here, whatever they are called. */
const FORWARDED = ['accept-language', 'if-match', 'if-none-match'] as const;

/** @throws EdgeRefusal when there is no answer, or none as agreed */
export type Forward = (call: Call, endpoint: EndpointContract) => Promise<Answer>;

/** Asks the endpoint's service, with the client's bytes and the gateway's word for the caller. */
export const createForward =
  ({ upstreams, sign, deadlineMs }: ProxySettings): Forward =>
  async (call, endpoint) => {
    const { service, action, method, rate } = endpoint;
    const token = sign({ audience: service, action, ctx: callContextOf(call) });
    try {
      const response = await upstreams.send(rate, service, {
        method,
        path: pathOf(endpoint, call.params) + (call.query && `?${call.query}`),
        headers: requestHeaders(call, endpoint, token),
        body: call.body,
        deadlineMs,
      });
      return serviceAnswer(endpoint, response);
    } catch (error) {
      throw error instanceof UpstreamFailure ? upstreamRefusal(error) : error;
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
