import { createPublicKey, hkdfSync } from 'node:crypto';
import type { Clock } from '@genkan/config/clock';
import { systemIds } from '@genkan/config/ids';
import { topicOf } from '@genkan/contracts/event';
import { createPasswordHasher } from '@genkan/credentials/password-hasher';
import { createPasswordPolicy } from '@genkan/credentials/password-policy';
import { createTokenVerifier } from '@genkan/http-kit/internal-token';
import { JWKS_PATH, publishJwks, remoteKeys } from '@genkan/http-kit/jwks';
import { createProofVerifier } from '@genkan/http-kit/proof-token';
import { findStoredAnswer } from '@genkan/messaging/idempotency';
import { createKafkaBus } from '@genkan/messaging/kafka-bus';
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
import { composeDevices } from './devices/devices.js';
import { composeMembers } from './members/members.js';
import { composeOperators } from './operators/operators.js';
import { createProtection } from './protection.js';
import { composeRegistration, readRegistrationRules } from './registration/registration.js';
import { entities, migrations } from './schema.js';
import { composeSessions } from './sessions/sessions.js';

const service = 'identity';
/** Whom the gateway asks about must not wait behind those who sign in: its question is short, and every call waits for it. */
const LOOK_UP_CONNECTIONS = 4;

/** Wires the service: everything that runs is started here and ended by `close`. */
export async function compose(config: Config, clock: Clock) {
  const logger = createLogger({ service, level: config.LOG_LEVEL });
  const metrics = createMetrics({ service });
  const ids = systemIds;
  const rules = readRegistrationRules(config.RULES_FOLDER);
  const url = config.DATABASE_URL.reveal();
  const dataSource = await createDataSource({ url, entities, migrations, logger });
  const lookUps = await createDataSource({ url, entities, migrations: [], poolSize: LOOK_UP_CONNECTIONS, logger });

  const bus = createKafkaBus({ brokers: config.KAFKA_BROKERS, clientId: service, logger });
  const lock = createNamedLock({ url, name: `${dataSource.driver.database}:relay`, logger });
  const publisher = bus.publisher();
  const relay = createRelay({ dataSource, lock, publisher, topic: topicOf(service), logger });
  const transact = createTransact({ dataSource, outbox: createOutboxWriter({ service, ids }), relay });

  const protection = createProtection({
    sealKey: config.SEALING_KEY.bytes(),
    olderSealKeys: config.SEALING_KEYS_OLD.map((key) => key.bytes()),
    indexKey: config.LOOKUP_KEY.bytes(),
  });
  const hasher = createPasswordHasher();
  metrics.observed({
    name: 'genkan_passwords_waiting',
    help: 'Passwords that wait to be hashed or checked',
    read: () => hasher.stats().queued,
  });
  metrics.observed({
    name: 'genkan_outbox_oldest_seconds',
    help: 'Age of the oldest event that is not published',
    read: async () => (await relay.lag()).oldestAgeMs / 1_000,
  });
  const keysAt = (jwksUrl: URL) => remoteKeys({ url: jwksUrl, clock, logger });
  const members = composeMembers({ dataSource, protection, ids });
  const devices = composeDevices({ signingKey: config.SIGNING_KEY, clock, ids });
  const registration = composeRegistration({
    dataSource,
    lookUps,
    transact,
    protection,
    members,
    devices,
    rules,
    verifyProof: createProofVerifier({ keys: keysAt(config.VERIFICATION_JWKS_URL), clock }),
    hasher,
    passwordPolicy: createPasswordPolicy({ maxLength: config.PASSWORD_MAX_LENGTH }),
    draftsPerHour: config.DRAFTS_PER_HOUR,
    clock,
    ids,
    logger,
  });

  const sessions = composeSessions({
    dataSource,
    lookUps,
    transact,
    protection,
    members,
    operators: composeOperators({ protection }),
    hasher,
    devices,
    cursorKey: config.CURSOR_KEY.bytes(),
    clock,
    ids,
    logger,
  });

  const app = createApp({
    routes: [...registration.routes, ...members.routes, ...sessions.routes],
    verifyToken: createTokenVerifier({ keys: keysAt(config.GATEWAY_JWKS_URL), audience: service, clock }),
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
  const scheduler = startScheduler({ dataSource, url, clock, logger, jobs: [...registration.jobs, ...sessions.jobs] });
  relay.start();

  return {
    app,
    host: config.HOST,
    port: config.PORT,
    logger,
    async close() {
      await scheduler.close();
      await relay.stop();
      await publisher.close();
      await Promise.all([dataSource.destroy(), lookUps.destroy()]);
    },
  };
}

/** Bodies of idempotent calls are kept as HMACs under a key of their own, made from the one for indexes. */
const idempotencyKey = (lookupKey: Uint8Array) =>
  new Uint8Array(hkdfSync('sha256', lookupKey, '', 'genkan idempotency', 32));
