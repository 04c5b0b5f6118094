import type { Ids } from '@genkan/config/ids';
import { type CallContext, systemActor } from '@genkan/contracts/call-context';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import { formatTraceparent, freshTraceparent } from '@genkan/observability/traceparent';
import type { ForwardSettings } from './forward.js';
import { type Upstream, UpstreamFailure, type UpstreamResponse } from './upstream.js';

export interface AskOwnerSettings extends Pick<ForwardSettings, 'sign'> {
  /** By service name; for look-ups alone, so that none waits behind calls that a service is slow to answer. */
  readonly owners: Readonly<Record<string, Upstream>>;
  readonly ids: Ids;
  readonly nowMs: () => number;
  /** Owners get so long. */
  readonly lookUpMs: number;
}

/** Well below the 60 s of a token. */
const TOKEN_USED_MS = 20_000;

/**
 * The gateway's own calls, for its entries: not a client's, so they are not recorded. One token serves many look-ups, which
 * tell nothing of who caused them.
 *
 * @throws UpstreamFailure
 */
export function createAskOwner({ owners, sign, ids, nowMs, lookUpMs }: AskOwnerSettings) {
  const tokens = new Map<string, { readonly text: string; readonly madeMs: number }>();

  function tokenFor({ service, action }: EndpointContract): string {
    const known = tokens.get(action);
    if (known && nowMs() - known.madeMs < TOKEN_USED_MS) return known.text;
    const text = sign({ audience: service, action, ctx: gatewayContext(ids.uuid()) });
    tokens.set(action, { text, madeMs: nowMs() });
    return text;
  }

  return async (
    endpoint: EndpointContract,
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<UpstreamResponse> => {
    const owner = owners[endpoint.service];
    if (!owner) throw new UpstreamFailure('unreachable');
    const authorization = `Bearer ${tokenFor(endpoint)}`;
    return owner.send({
      method: endpoint.method,
      path,
      headers: { ...headers, authorization },
      body: null,
      deadlineMs: lookUpMs,
    });
  };
}

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
