import type { ServiceName, UpstreamName } from '@genkan/contracts/service-name';
import { undiciUpstream } from './undici-upstream-adapter.js';
import { type Upstream, UpstreamFailure, type UpstreamRequest, type UpstreamResponse } from './upstream.js';

export { UpstreamFailure, type UpstreamResponse } from './upstream.js';

/**
 * Calls at once to each service: more than it can work on at once (10 connections to its database, a password a core), and few enough
 * to be done in seconds by one that gets little processor time. Each kind has connections of its own: sensitive calls, which strangers
 * may make and services are slow to answer, keep no other call waiting, and no look-up waits behind a client's call.
 */
const AT_ONCE = { normal: 32, sensitive: 16, lookUp: 32 } as const;

/** The connections to the services behind the gateway. */
export interface Upstreams {
  /** @throws UpstreamFailure */
  send(kind: keyof typeof AT_ONCE, service: ServiceName, request: UpstreamRequest): Promise<UpstreamResponse>;
  close(): Promise<void>;
}

/** Connects, when first asked, to the services at these addresses. */
export function composeUpstreams(urls: Readonly<Record<UpstreamName, URL>>): Upstreams {
  const connect = (connections: number): ReadonlyMap<string, Upstream> =>
    new Map(Object.entries(urls).map(([name, { origin }]) => [name, undiciUpstream({ origin, connections })]));
  const upstreams = {
    normal: connect(AT_ONCE.normal),
    sensitive: connect(AT_ONCE.sensitive),
    lookUp: connect(AT_ONCE.lookUp),
  };
  return {
    async send(kind, service, request) {
      const upstream = upstreams[kind].get(service);
      if (!upstream) throw new UpstreamFailure('unreachable');
      return upstream.send(request);
    },
    async close() {
      const all = Object.values(upstreams).flatMap((some) => [...some.values()]);
      await Promise.all(all.map((upstream) => upstream.close()));
    },
  };
}
