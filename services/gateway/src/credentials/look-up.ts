import type { Ids } from '@genkan/config/ids';
import { type CallContext, systemActor } from '@genkan/contracts/call-context';
import { type EndpointContract, fullPathOf } from '@genkan/contracts/endpoint';
import { problemCodeOf } from '@genkan/http-kit/problem-response';
import { formatTraceparent, freshTraceparent } from '@genkan/observability/traceparent';
import type { z } from 'zod';
import type { Upstreams } from '../upstreams/compose-upstreams.js';
import type { LookUp } from './entry-cache.js';

export interface LookUpSettings {
  readonly upstreams: Upstreams;
  readonly sign: (call: { audience: string; action: string; ctx: CallContext }) => string;
  readonly ids: Ids;
  readonly nowMs: () => number;
}

/** Half of the gateway's own deadline: what waits for an owner can still be forwarded. */
const LOOK_UP_MS = 5_000;
/** Well below the 60 s of a token. */
const TOKEN_USED_MS = 20_000;

/**
 * Looks entries up at their owner, by the hash of a token. An answer that is not clearly "none" is a failure. These are the gateway's
 * own calls, not a client's, so they are not recorded. One token serves many look-ups, which tell nothing of who caused them.
 */
export function createLookUp<E extends z.ZodType>(
  endpoint: EndpointContract,
  entry: E,
  { upstreams, sign, ids, nowMs }: LookUpSettings,
): LookUp<z.output<E>> {
  const { service, action, method } = endpoint;
  let token = { text: '', madeMs: Number.NEGATIVE_INFINITY };

  function currentToken(): string {
    if (nowMs() - token.madeMs >= TOKEN_USED_MS)
      token = { text: sign({ audience: service, action, ctx: gatewayContext(ids.uuid()) }), madeMs: nowMs() };
    return token.text;
  }

  return async (tokenHash, knownVersion) => {
    const headers: Record<string, string> = { authorization: `Bearer ${currentToken()}` };
    if (knownVersion !== null) headers['if-none-match'] = `"${knownVersion}"`;
    const { status, body } = await upstreams.send('lookUp', service, {
      method,
      path: fullPathOf(endpoint).replace('{tokenHash}', tokenHash),
      headers,
      body: null,
      deadlineMs: LOOK_UP_MS,
    });
    if (status === 304 && knownVersion !== null) return 'unchanged';
    if (status === 404 && isNone(endpoint, body)) return 'none';
    if (status !== 200) throw new Error(`${endpoint.name} was answered with ${status}`);
    return entry.parse(JSON.parse(body.toString()));
  };
}

/** Whether it is the owner's own code, not that of a path which no endpoint has. */
const isNone = ({ errors }: EndpointContract, body: Buffer): boolean =>
  Object.hasOwn(errors, problemCodeOf(body) ?? '');

const gatewayContext = (requestId: string): CallContext => ({
  actor: systemActor,
  accountNo: null,
  stage: null,
  source: 'SYSTEM',
  sourceIp: '',
  userAgent: '',
  requestId,
  correlationId: requestId,
  causationId: null,
  decisionId: null,
  traceparent: formatTraceparent(freshTraceparent()),
});
