import { networkOf } from '@genkan/call/network-of';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;

/** Calls per minute, for one network address and for one principal. */
export interface RateLimit {
  readonly perAddress: number;
  readonly perPrincipal: number;
}
export type RateLimitSettings = Readonly<Record<EndpointContract['rate'], RateLimit>>;

/** Where one client stands with one limit. */
export interface RateState {
  /** Such as `sensitive-address`. */
  readonly policy: string;
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
  /** The limit with the client: what throttled calls are counted under. Undefined while the client is within the limit. */
  readonly exceededKey?: string;
}

export interface RateLimits {
  takeForAddress(rate: EndpointContract['rate'], ipAddress: string): Promise<RateState>;
  takeForPrincipal(rate: EndpointContract['rate'], principalId: string): Promise<RateState>;
}

/** The owner of a large IPv6 network has more addresses than this process has memory. */
const MOST_CLIENTS = 50_000;

/**
 * Fixed windows of a minute in the memory of this process: two gateways together allow twice as much. Clients of one minute beyond the
 * first `mostClients` share one window; those that were there before keep theirs.
 */
export function createRateLimits({ normal, sensitive }: RateLimitSettings, mostClients = MOST_CLIENTS): RateLimits {
  const of = (policy: string, limit: number) => limiter(policy, limit, mostClients);
  const address = {
    normal: of('normal-address', normal.perAddress),
    sensitive: of('sensitive-address', sensitive.perAddress),
  };
  const principal = {
    normal: of('normal-principal', normal.perPrincipal),
    sensitive: of('sensitive-principal', sensitive.perPrincipal),
  };
  return {
    takeForAddress: (rate, ipAddress) => address[rate](networkOf(ipAddress)),
    takeForPrincipal: (rate, principalId) => principal[rate](principalId),
  };
}

const ALL_OTHERS = 'all others';

function limiter(policy: string, limit: number, mostClients: number): (client: string) => Promise<RateState> {
  const windows = new RateLimiterMemory({ points: limit, duration: WINDOW_SECONDS, keyPrefix: policy });
  let clients = new Set<string>();
  let clientsUntilMs = 0;

  /** The client, or all others together when too many have come within a minute. */
  function counted(client: string): string {
    if (performance.now() > clientsUntilMs) {
      clients = new Set();
      clientsUntilMs = performance.now() + WINDOW_SECONDS * 1_000;
    }
    if (clients.size < mostClients) clients.add(client);
    return clients.has(client) ? client : ALL_OTHERS;
  }

  return async (caller) => {
    const client = counted(caller);
    // The library answers a client over its limit by a rejection with the same facts.
    const { consumedPoints, msBeforeNext } = await windows.consume(client).catch((over: unknown) => {
      if (over instanceof RateLimiterRes) return over;
      throw over;
    });
    return {
      policy,
      limit,
      remaining: Math.max(0, limit - consumedPoints),
      resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1_000)),
      ...(consumedPoints > limit ? { exceededKey: `${policy}:${client}` } : {}),
    };
  };
}

/** The fields of draft-ietf-httpapi-ratelimit-headers: the limits, and where the client stands with each. */
export function rateHeaders(states: readonly RateState[]): [string, string][] {
  if (states.length === 0) return [];
  return [
    ['ratelimit-policy', states.map(({ policy, limit }) => `"${policy}";q=${limit};w=${WINDOW_SECONDS}`).join(', ')],
    [
      'ratelimit',
      states.map(({ policy, remaining, resetSeconds }) => `"${policy}";r=${remaining};t=${resetSeconds}`).join(', '),
    ],
  ];
}
