import { createPublicKey, type KeyObject } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { Refusal } from '@genkan/call/refusal';
import type { Clock } from '@genkan/config/clock';
import type { CommonErrorCode } from '@genkan/contracts/problem';
import type { Logger } from '@genkan/observability/logger';
import { z } from 'zod';
import { keyId, publicJwk } from './key-id.js';
import type { KeySource } from './signed-token.js';

/** Where a service publishes its public keys. */
export const JWKS_PATH = '/.well-known/jwks.json';

const CACHE_MS = 600_000;
const TIMEOUT_MS = 2_000;
/** An unknown key id asks the publisher at most so often; with no keys at all each second counts. */
const RELOAD_EVERY_MS = 5_000;
const FIRST_LOAD_EVERY_MS = 1_000;

/**
 * Answers with the public halves of keys. While keys are rotated it lists both: the new one some ten minutes before it signs,
 * the old one as long as its tokens live.
 */
export function publishJwks(keys: readonly KeyObject[]): RequestListener {
  const published = keys.map((key) => ({ ...publicJwk(key), kid: keyId(key), alg: 'EdDSA', use: 'sig' }));
  const body = JSON.stringify({ keys: published });
  return (_req, res) => {
    res.setHeader('content-type', 'application/jwk-set+json');
    res.setHeader('cache-control', `public, max-age=${CACHE_MS / 1_000}`);
    res.end(body);
  };
}

/** Keys that are at hand, such as one's own. */
export function localKeys(keys: readonly KeyObject[]): KeySource {
  const byId = new Map(keys.map((key) => [keyId(key), createPublicKey({ format: 'jwk', key: { ...publicJwk(key) } })]));
  return { find: (kid) => byId.get(kid) };
}

export interface RemoteKeysSettings {
  readonly url: string | URL;
  readonly clock: Clock;
  readonly logger: Logger;
  /** 2 s unless told. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

/**
 * Keys that another service publishes. Nothing is asked before the first token comes, so that services start in any order.
 * The last good set stays in use while the publisher is away, and a key id that it lacks makes it ask again at once, but at
 * most every 5 s. Without any set yet `find` throws `gateway.unavailable`.
 */
export function remoteKeys(settings: RemoteKeysSettings): KeySource {
  const { clock, logger } = settings;
  let keys: ReadonlyMap<string, KeyObject> | undefined;
  let loadedAtMs = Number.NEGATIVE_INFINITY;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | undefined;

  const nowMs = () => clock.now().getTime();
  const load = async () => {
    askedAtMs = nowMs();
    try {
      keys = await fetchKeys(settings);
      loadedAtMs = nowMs();
    } catch (error) {
      logger.warn({ err: error, url: String(settings.url) }, 'public keys could not be read');
    } finally {
      loading = undefined;
    }
  };
  const reload = (everyMs: number): Promise<void> | undefined => {
    if (!loading && nowMs() - askedAtMs >= everyMs) loading = load();
    return loading;
  };

  return {
    find(kid) {
      const known = keys?.get(kid);
      if (!known) return afterReload(kid);
      if (nowMs() - loadedAtMs >= CACHE_MS) void reload(RELOAD_EVERY_MS);
      return known;
    },
  };

  async function afterReload(kid: string): Promise<KeyObject | undefined> {
    await reload(keys ? RELOAD_EVERY_MS : FIRST_LOAD_EVERY_MS);
    if (!keys) throw new Refusal<CommonErrorCode>('gateway.unavailable', { kind: 'operational', retryAfterSeconds: 1 });
    return keys.get(kid);
  }
}

const jwkSet = z.object({ keys: z.array(z.unknown()).max(50) });
/** Other kinds of keys are passed over; a private half that was published by mistake is not read. */
const usableJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().max(64),
  kid: z.string().max(128),
});

async function fetchKeys(settings: RemoteKeysSettings): Promise<ReadonlyMap<string, KeyObject>> {
  const { url, timeoutMs = TIMEOUT_MS, fetch = globalThis.fetch } = settings;
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`the publisher answered ${response.status}`);
  const usable = jwkSet.parse(await response.json()).keys.flatMap((key) => usableJwk.safeParse(key).data ?? []);
  if (usable.length === 0) throw new Error('the publisher has no Ed25519 key');
  return new Map(usable.map(({ kid, kty, crv, x }) => [kid, createPublicKey({ format: 'jwk', key: { kty, crv, x } })]));
}
