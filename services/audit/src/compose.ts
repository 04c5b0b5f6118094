import { createCursors } from '@genkan/call/signed-cursor';
import { systemCtx } from '@genkan/call/system-ctx';
import type { Clock } from '@genkan/config/clock';
import { systemIds } from '@genkan/config/ids';
import { topicOf } from '@genkan/contracts/event';
import { createTokenVerifier } from '@genkan/http-kit/internal-token';
import { remoteKeys } from '@genkan/http-kit/jwks';
import { createBatchConsumer } from '@genkan/messaging/batch-consumer';
import { createKafkaBus } from '@genkan/messaging/kafka-bus';
import { groupLag } from '@genkan/messaging/kafka-lag';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { createRelay } from '@genkan/messaging/relay';
import { createTransact } from '@genkan/messaging/transact';
import { createLogger } from '@genkan/observability/logger';
import { createMetrics } from '@genkan/observability/metrics';
import { createDataSource } from '@genkan/persistence/data-source';
import { createNamedLock } from '@genkan/persistence/named-lock';
import { startScheduler } from '@genkan/persistence/scheduler';
import { createApp } from './app.js';
import type { Config } from './config.js';
import { createIngest } from './ingest/ingest.js';
import { createIngestMetrics } from './ingest/ingest-metrics.js';
import { mysqlStoreRecords } from './ingest/ingest-repository.js';
import { createDetectGaps } from './integrity/detect-gaps.js';
import { mysqlGapRepository } from './integrity/gap-repository.js';
import { entities, migrations } from './schema.js';
import { mysqlRecordRepository } from './search/record-repository.js';
import { searchRoutes } from './search/routes.js';
import { position } from './search/search.js';
import { group, topics } from './subscriptions.js';

const service = 'audit';
const GAP_CHECK_MS = 10_000;

/** Wires the service: everything that runs is started here and ended by `close`. */
export async function compose(config: Config, clock: Clock) {
  const logger = createLogger({ service, level: config.LOG_LEVEL });
  const metrics = createMetrics({ service });
  const ids = systemIds;
  const url = config.DATABASE_URL.reveal();
  const dataSource = await createDataSource({ url, entities, migrations, logger });

  const kafka = { brokers: config.KAFKA_BROKERS, clientId: service, logger };
  const bus = createKafkaBus(kafka);
  const lock = createNamedLock({ url, name: `${dataSource.driver.database}:relay`, logger });
  const publisher = bus.publisher();
  const relay = createRelay({ dataSource, lock, publisher, topic: topicOf(service), logger });
  const outbox = createOutboxWriter({ service, ids });
  const transact = createTransact({ dataSource, outbox, relay });
  metrics.observed({
    name: 'genkan_outbox_oldest_seconds',
    help: 'Age of the oldest event that is not published',
    read: async () => (await relay.lag()).oldestAgeMs / 1_000,
  });

  const consumer = createBatchConsumer({
    bus,
    group,
    topics,
    dataSource,
    handleBatch: createIngest({
      store: mysqlStoreRecords(dataSource),
      clock,
      logger,
      metrics: createIngestMetrics(metrics),
    }),
    logger,
  });
  const findGaps = createDetectGaps({
    gaps: mysqlGapRepository(dataSource),
    transact,
    lagOf: (source) => groupLag(kafka, group, topicOfSource(source)),
    logger,
  });
  const scheduler = startScheduler({
    dataSource,
    url,
    clock,
    logger,
    jobs: [{ name: 'detect-gaps', everyMs: GAP_CHECK_MS, run: () => findGaps(systemCtx({ clock, ids })) }],
  });

  const app = createApp({
    routes: searchRoutes(
      mysqlRecordRepository(dataSource),
      createCursors({ key: config.CURSOR_KEY.bytes(), position, code: 'audit.cursor_invalid' }),
    ),
    verifyToken: createTokenVerifier({
      keys: remoteKeys({ url: config.GATEWAY_JWKS_URL, clock, logger }),
      audience: service,
      clock,
    }),
    clock,
    logger,
    metrics,
    health: { ready: async () => ({ database: (await dataSource.query('SELECT 1')).length === 1 }) },
  });

  relay.start();
  consumer.start();
  return {
    app,
    host: config.HOST,
    port: config.PORT,
    logger,
    async close() {
      await scheduler.close();
      await consumer.stop();
      await relay.stop();
      await publisher.close();
      await dataSource.destroy();
    },
  };
}

/** `/services/identity` publishes on `genkan.identity.v1`. */
const topicOfSource = (source: string): string => topicOf(source.split('/').at(-1) ?? source);
