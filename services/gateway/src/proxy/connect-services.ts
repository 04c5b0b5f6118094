import type { ForwardSettings } from './forward.js';
import { undiciUpstream } from './undici-upstream-adapter.js';
import type { Upstream } from './upstream.js';

/**
 * Calls at once to each service: more than it can work on at once (10 connections to its database, a password a core), and few enough
 * to be done in seconds by one that gets little processor time.
 */
const AT_ONCE = { normal: 32, sensitive: 16, lookUp: 32 };

/** The connections to the services: those for one kind of call never wait for those of another. */
export interface Services extends Pick<ForwardSettings, 'upstreams'> {
  /** By service name, for look-ups. */
  readonly owners: Readonly<Record<string, Upstream>>;
  close(): Promise<void>;
}

/** Connects, when first asked, to the services at these addresses (by name). */
export function connectServices(urls: Readonly<Record<string, URL>>): Services {
  const connect = (connections: number): Record<string, Upstream> =>
    Object.fromEntries(
      Object.entries(urls).map(([name, { origin }]) => [name, undiciUpstream({ origin, connections })]),
    );
  const [normal, sensitive, owners] = [connect(AT_ONCE.normal), connect(AT_ONCE.sensitive), connect(AT_ONCE.lookUp)];
  return {
    upstreams: { normal, sensitive },
    owners,
    async close() {
      const all = [normal, sensitive, owners].flatMap((some) => Object.values(some));
      await Promise.all(all.map((upstream) => upstream.close()));
    },
  };
}
