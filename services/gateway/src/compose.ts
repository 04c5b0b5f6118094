import { createPublicKey } from 'node:crypto';
import type { Clock } from '@genkan/config/clock';
import { type Catalog, catalog } from '@genkan/contracts/catalog';
import { publicHealth } from '@genkan/http-kit/health';
import { createTokenSigner } from '@genkan/http-kit/internal-token';
import { JWKS_PATH, localKeys, publishJwks } from '@genkan/http-kit/jwks';
import { messagingEntities as entities, messagingMigrations as migrations } from '@genkan/messaging/schema';
import { createFrame } from '@genkan/service-kit/create-frame';
import { every } from '@genkan/service-kit/every';
import { type Outside, realOutside } from '@genkan/service-kit/outside';
import { type Config, rateLimitsOf, upstreamUrlsOf } from './config.js';
import { composeCredentials } from './credentials/compose-credentials.js';
import { composeDocuments } from './documents/compose-documents.js';
import { composeEnforcement } from './enforcement/compose-enforcement.js';
import { composeProxy } from './proxy/compose-proxy.js';
import { type ClientTimeouts, usualTimeouts } from './proxy/proxy-settings.js';
import { composeRecording } from './recording/compose-recording.js';
import { storeRows } from './recording/store-rows.js';
import { composeUpstreams } from './upstreams/compose-upstreams.js';

/** The database gives a record up before the gateway's own time-out (2 s), so that what was given up stays undone. */
const STATEMENT_TIMEOUT_MS = 1_700;
const database = { entities, migrations, statementTimeoutMs: STATEMENT_TIMEOUT_MS };
const RECORD_THROTTLED_EVERY_MS = 1_000;

const closing = ({ close }: { close(): Promise<void> }) => ({ start: () => {}, stop: close });

export interface GatewayOutside extends Outside {
  /** What the gateway serves. */
  readonly catalog: Catalog;
  /** Milliseconds that only run forward. */
  readonly nowMs: () => number;
  /** A call is answered within this time. */
  readonly deadlineMs: number;
  readonly clientTimeouts: ClientTimeouts;
}

/** The outside of the gateway's process. */
export const gatewayOutside = (config: Config, clock: Clock): GatewayOutside => ({
  ...realOutside('gateway', config, clock),
  catalog,
  nowMs: () => performance.now(),
  deadlineMs: 10_000,
  clientTimeouts: usualTimeouts,
});

/** The gateway out of its parts: `start` opens the port for clients; `app` is for the internal one. */
export async function compose(config: Config, clock: Clock, outside: GatewayOutside = gatewayOutside(config, clock)) {
  const { HOST: host, PORT: port, INTERNAL_PORT, SIGNING_KEY: privateKey, TRUSTED_PROXIES: trustedProxies } = config;
  const internal = { ...config, PORT: INTERNAL_PORT };
  const frame = await createFrame({ ...database, service: 'gateway', config: internal, clock, outside });
  const publicKey = createPublicKey(privateKey);
  const publicOrigin = config.PUBLIC_URL.origin;
  const upstreams = composeUpstreams(upstreamUrlsOf(config));
  const common = { ...outside, ...frame, upstreams, publicOrigin, sign: createTokenSigner({ privateKey, clock }).sign };
  const recording = composeRecording({ ...common, insert: storeRows(frame) });
  const server = composeProxy({
    ...common,
    credentials: composeCredentials({ ...common, csrfKey: config.CSRF_KEY.bytes() }),
    enforcement: composeEnforcement(outside.catalog, rateLimitsOf(config)),
    documents: composeDocuments(outside.catalog, publicOrigin),
    recording,
    trustedProxies,
    host,
    port,
    health: publicHealth(frame),
  });
  const recordThrottled = every(RECORD_THROTTLED_EVERY_MS, recording.tick);
  const service = frame.assemble({
    capabilities: [{ background: [closing(upstreams), closing(recording), recordThrottled, server] }],
    gatewayKeys: localKeys([publicKey]),
    open: { [JWKS_PATH]: publishJwks([publicKey]) },
  });
  return { ...service, recording, publicPort: server.port };
}
