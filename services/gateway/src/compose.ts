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
import type { Service } from '@genkan/service-kit/service';
import { createApp } from './app.js';
import { type Config, rateLimitsOf, upstreamUrlsOf } from './config.js';
import { connectServices } from './proxy/connect-services.js';
import { type Patience, usualPatience } from './proxy/public-server-adapter.js';
import { composeRecording } from './recording/compose-recording.js';
import { storeRows } from './recording/store-rows.js';

export interface GatewayOutside extends Outside {
  /** What the gateway serves. */
  readonly catalog: Catalog;
  /** Milliseconds that only run forward. */
  readonly nowMs: () => number;
  /** A call is answered within this time. */
  readonly deadlineMs: number;
  readonly patience: Patience;
}

/** The database gives a record up before the client's patience (2 s) ends, so that what was given up stays undone. */
const STATEMENT_TIMEOUT_MS = 1_700;
const COUNT_FLOODS_EVERY_MS = 1_000;

/** The gateway out of its parts: `start` opens the port for clients; `app` is for the internal one. */
export async function compose(config: Config, clock: Clock, outside: GatewayOutside = gatewayOutside(config, clock)) {
  const frame = await createFrame({
    service: 'gateway',
    config: { ...config, PORT: config.INTERNAL_PORT },
    clock,
    outside,
    entities,
    migrations,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const { nowMs } = outside;
  const recording = composeRecording({ ...frame, insert: storeRows(frame), nowMs });
  const services = connectServices(upstreamUrlsOf(config));
  const server = createApp({
    ...outside,
    clock,
    recording,
    ...services,
    sign: createTokenSigner({ privateKey: config.SIGNING_KEY, clock }).sign,
    csrfKey: config.CSRF_KEY.bytes(),
    publicOrigin: config.PUBLIC_URL.origin,
    trustedProxies: config.TRUSTED_PROXIES,
    rateLimits: rateLimitsOf(config),
    health: publicHealth(frame),
  });
  let publicPort = config.PORT;
  const publicServer = {
    async start() {
      publicPort = await server.listen(config.PORT, config.HOST);
    },
    stop: server.close,
  };
  const publicKey = createPublicKey(config.SIGNING_KEY);
  const service: Service = frame.assemble({
    capabilities: [
      {
        background: [closing(services), closing(recording), every(COUNT_FLOODS_EVERY_MS, recording.tick), publicServer],
      },
    ],
    gatewayKeys: localKeys([publicKey]),
    open: { [JWKS_PATH]: publishJwks([publicKey]) },
  });
  return { ...service, recording, publicPort: () => publicPort };
}

const closing = ({ close }: { close(): Promise<void> }) => ({ start: () => {}, stop: close });

/** The outside of the gateway's process. */
export const gatewayOutside = (config: Config, clock: Clock): GatewayOutside => ({
  ...realOutside('gateway', config, clock),
  catalog,
  nowMs: () => performance.now(),
  deadlineMs: 10_000,
  patience: usualPatience,
});
