import { createPublicKey, hkdfSync } from 'node:crypto';
import type { Clock } from '@genkan/config/clock';
import { systemIds } from '@genkan/config/ids';
import { topicOf } from '@genkan/contracts/event';
import { createOneTimeCodes } from '@genkan/credentials/one-time-code';
import { createTokenVerifier } from '@genkan/http-kit/internal-token';
import { JWKS_PATH, publishJwks, remoteKeys } from '@genkan/http-kit/jwks';
import { createProofSigner } from '@genkan/http-kit/proof-token';
import { createConsumer } from '@genkan/messaging/consumer';
import { findStoredAnswer } from '@genkan/messaging/idempotency';
import { createKafkaBus } from '@genkan/messaging/kafka-bus';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { createRelay } from '@genkan/messaging/relay';
import { createTransact } from '@genkan/messaging/transact';
import { createWakeUp } from '@genkan/messaging/wake-up';
import { createLogger } from '@genkan/observability/logger';
import { createMetrics } from '@genkan/observability/metrics';
import { createDataSource } from '@genkan/persistence/data-source';
import { createNamedLock } from '@genkan/persistence/named-lock';
import { startScheduler } from '@genkan/persistence/scheduler';
import { createApp } from './app.js';
import { composeChallenges } from './challenges/challenges.js';
import type { Config } from './config.js';
import { composeContacts } from './contacts/contacts.js';
import { composeDeliveries } from './deliveries/deliveries.js';
import { createProtection } from './protection.js';
import { providersOf } from './providers-of.js';
import { entities, migrations } from './schema.js';
import { subscriptionsOf } from './subscriptions.js';

const service = 'verification';

/** Wires the service: everything that runs is started here and ended by `close`. */
export async function compose(config: Config, clock: Clock) {
  const logger = createLogger({ service, level: config.LOG_LEVEL });
  const metrics = createMetrics({ service });
  const ids = systemIds;
  const url = config.DATABASE_URL.reveal();
  const dataSource = await createDataSource({ url, entities, migrations, logger });

  const bus = createKafkaBus({ brokers: config.KAFKA_BROKERS, clientId: service, logger });
  const lock = createNamedLock({ url, name: `${dataSource.driver.database}:relay`, logger });
  const publisher = bus.publisher();
  const relay = createRelay({ dataSource, lock, publisher, topic: topicOf(service), logger });
  metrics.observed({
    name: 'genkan_outbox_oldest_seconds',
    help: 'Age of the oldest event that is not published',
    read: async () => (await relay.lag()).oldestAgeMs / 1_000,
  });
  const queue = createWakeUp();
  const wake = () => {
    relay.wake();
    queue.wake();
  };
  const transact = createTransact({ dataSource, outbox: createOutboxWriter({ service, ids }), relay: { wake } });

  const protection = createProtection({
    sealKey: config.SEALING_KEY.bytes(),
    olderSealKeys: config.SEALING_KEYS_OLD.map((key) => key.bytes()),
    indexKey: config.LOOKUP_KEY.bytes(),
  });
  const providers = providersOf(config);
  const common = { dataSource, transact, protection, clock, ids, logger, metrics };
  const deliveries = composeDeliveries({ ...common, providers, publicUrl: config.PUBLIC_URL, wakeUp: queue });
  const challenges = composeChallenges({
    ...common,
    deliveries,
    codes: createOneTimeCodes(config.PEPPER.bytes(), ids),
    signer: createProofSigner({ privateKey: config.SIGNING_KEY, clock }),
  });
  const contacts = composeContacts({ protection, challenges, deliveries });
  const subscriptions = subscriptionsOf(contacts);
  const consumer = createConsumer({ ...common, bus, group: service, service, subscriptions });

  const app = createApp({
    routes: challenges.routes,
    verifyToken: createTokenVerifier({
      keys: remoteKeys({ url: config.GATEWAY_JWKS_URL, clock, logger }),
      audience: service,
      clock,
    }),
    clock,
    logger,
    metrics,
    health: { ready: async () => ({ database: (await dataSource.query('SELECT 1')).length === 1 }) },
    idempotency: {
      key: idempotencyKey(config.LOOKUP_KEY.bytes()),
      find: (claim) => findStoredAnswer(dataSource.manager, claim, clock.now()),
    },
    open: { [JWKS_PATH]: publishJwks([createPublicKey(config.SIGNING_KEY)]) },
  });
  const jobs = [...challenges.jobs, ...deliveries.jobs];
  const scheduler = startScheduler({ dataSource, url, clock, logger, jobs });
  relay.start();
  consumer.start();
  deliveries.worker.start();

  return {
    app,
    host: config.HOST,
    port: config.PORT,
    logger,
    async close() {
      await Promise.all([scheduler.close(), consumer.stop(), deliveries.worker.stop()]);
      for (const provider of [...providers.email, ...providers.phone]) provider.close();
      await relay.stop();
      await publisher.close();
      await dataSource.destroy();
    },
  };
}

/** Bodies of idempotent calls are kept as HMACs under a key of their own, made from the one for indexes. */
const idempotencyKey = (lookupKey: Uint8Array) =>
  new Uint8Array(hkdfSync('sha256', lookupKey, '', 'genkan idempotency', 32));
