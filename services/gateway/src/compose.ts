import { createPublicKey } from 'node:crypto';
import type { Clock } from '@genkan/config/clock';
import { systemIds as ids } from '@genkan/config/ids';
import type { Catalog } from '@genkan/contracts/catalog';
import { topicOf } from '@genkan/contracts/event';
import { createServiceApp } from '@genkan/http-kit/create-service-app';
import { createTokenSigner, createTokenVerifier } from '@genkan/http-kit/internal-token';
import { JWKS_PATH, localKeys, publishJwks } from '@genkan/http-kit/jwks';
import type { Bus } from '@genkan/messaging/bus';
import { createKafkaBus } from '@genkan/messaging/kafka-bus';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { createRelay } from '@genkan/messaging/relay';
import { messagingEntities as entities, messagingMigrations as migrations } from '@genkan/messaging/schema';
import { createLogger } from '@genkan/observability/logger';
import { createMetrics } from '@genkan/observability/metrics';
import { createDataSource } from '@genkan/persistence/data-source';
import { createNamedLock } from '@genkan/persistence/named-lock';
import { createApp } from './app.js';
import { type Config, rateLimitsOf, upstreamUrlsOf } from './config.js';
import { connectServices } from './proxy/connect-services.js';
import { createRecording } from './recording/recording.js';
import { storeRows } from './recording/store-rows.js';

const service = 'gateway';
const DEADLINE_MS = 10_000;
/** The database gives a record up before the client's patience (2 s) ends, so that what was given up stays undone. */
const STATEMENT_TIMEOUT_MS = 1_700;
const COUNT_FLOODS_EVERY_MS = 1_000;

export interface ComposeOptions {
  /** What the gateway serves. */
  readonly catalog: Catalog;
  /** Kafka unless told. */
  readonly bus?: Bus;
}

/** Wires the gateway: `listen` opens the port for clients; `app` is for the internal one. */
export async function compose(config: Config, clock: Clock, options: ComposeOptions) {
  const logger = createLogger({ service, level: config.LOG_LEVEL });
  const metrics = createMetrics({ service });
  const nowMs = () => performance.now();
  const url = config.DATABASE_URL.reveal();
  const dataSource = await createDataSource({
    url,
    entities,
    migrations,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    logger,
  });
  const bus = options.bus ?? createKafkaBus({ brokers: config.KAFKA_BROKERS, clientId: service, logger });
  const publisher = bus.publisher();
  const lock = createNamedLock({ url, name: `${dataSource.driver.database}:relay`, logger });
  const relay = createRelay({ dataSource, lock, publisher, topic: topicOf(service), logger });
  const outbox = createOutboxWriter({ service, ids });
  const recording = createRecording({ outbox, insert: storeRows({ dataSource, outbox, relay }), clock, nowMs, logger });
  const services = connectServices(upstreamUrlsOf(config));
  const ready = async () => ({ database: (await dataSource.query('SELECT 1')).length === 1 });

  const publicKey = createPublicKey(config.SIGNING_KEY);
  const app = createServiceApp({
    service,
    routes: [],
    verifyToken: createTokenVerifier({ keys: localKeys([publicKey]), audience: service, clock }),
    open: { [JWKS_PATH]: publishJwks([publicKey]) },
    clock,
    logger,
    metrics,
    health: { ready },
  });
  const server = createApp({
    catalog: options.catalog,
    recording,
    upstreams: services.upstreams,
    owners: services.owners,
    sign: createTokenSigner({ privateKey: config.SIGNING_KEY, clock }).sign,
    deadlineMs: DEADLINE_MS,
    csrfKey: config.CSRF_KEY.bytes(),
    publicOrigin: config.PUBLIC_URL.origin,
    trustedProxies: config.TRUSTED_PROXIES,
    rateLimits: rateLimitsOf(config),
    health: app,
    clock,
    nowMs,
    ids,
    logger,
    metrics,
  });

  metrics.observed({
    name: 'genkan_gateway_outbox_oldest_seconds',
    help: 'Age of the oldest record that is not published',
    read: async () => (await relay.lag()).oldestAgeMs / 1_000,
  });
  relay.start();
  const floods = setInterval(() => void recording.tick(), COUNT_FLOODS_EVERY_MS);
  return {
    app,
    logger,
    /** Returns the port. */
    listen: () => server.listen(config.PORT, config.HOST),
    async close() {
      await server.close();
      clearInterval(floods);
      await recording.close();
      await services.close();
      await relay.stop();
      await publisher.close();
      await dataSource.destroy();
    },
  };
}
