import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import type { Clock } from '@genkan/config/clock';
import { systemClock } from '@genkan/config/clock';
import { systemIds as ids } from '@genkan/config/ids';
import type { Activity } from '@genkan/contracts/activity';
import type { FactsOf } from '@genkan/contracts/event';
import type { apiCalled } from '@genkan/contracts/gateway/api';
import { createTokenSigner } from '@genkan/http-kit/internal-token';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { messagingEntities, messagingMigrations } from '@genkan/messaging/schema';
import { createLogger } from '@genkan/observability/logger';
import { createMetrics } from '@genkan/observability/metrics';
import { createDataSource } from '@genkan/persistence/data-source';
import { createTestDatabase, type TestDatabase } from '@genkan/testing/test-database';
import { type AppSettings, createApp } from '../../src/app.js';
import { csrfTokenOf } from '../../src/credentials/csrf-token.js';
import { connectServices } from '../../src/proxy/connect-services.js';
import { createRecording, type Recording } from '../../src/recording/recording.js';
import { storeRows } from '../../src/recording/store-rows.js';
import { call, type Reply, type Sent } from './client.js';
import { fakeCatalog } from './fake-catalog.js';
import { answers, type FakeService, startFakeService } from './fake-service.js';
import { createOwner, type Owner } from './owner.js';

export const PUBLIC_ORIGIN = 'https://genkan.example';

export interface Recorded {
  readonly headers: Readonly<Record<string, string>>;
  readonly facts: FactsOf<typeof apiCalled>;
  readonly activity: Activity;
}

/** A gateway with its database and three fake services. */
export interface Stage {
  readonly origin: string;
  readonly owner: Owner;
  readonly identity: FakeService;
  readonly database: TestDatabase;
  readonly keys: { readonly publicKey: ReturnType<typeof generateKeyPairSync>['publicKey'] };
  readonly recording: Recording;
  readonly logLines: string[];
  call(path: string, sent?: Sent): Promise<Reply>;
  /** Fields of a call that carries these credentials, as our page sends them. */
  as(tokens: { session?: string; draft?: string; device?: string }): Record<string, string>;
  /** The records of the call with this id, or all. */
  records(requestId?: unknown): Promise<Recorded[]>;
  close(): Promise<void>;
}

export interface StageOptions
  extends Partial<
    Pick<AppSettings, 'trustedProxies' | 'rateLimits' | 'deadlineMs' | 'nowMs' | 'catalog' | 'patience'>
  > {
  readonly clock?: Clock;
  /** A second gateway of the same database, keys and services. */
  readonly beside?: Stage;
}

const csrfKey = randomBytes(32);
const keys = generateKeyPairSync('ed25519');
const generous = { perAddress: 1e6, perPrincipal: 1e6 };

export async function startStage(options: StageOptions = {}): Promise<Stage> {
  const { beside, clock = systemClock(), nowMs = () => performance.now() } = options;
  const owner = beside?.owner ?? createOwner();
  const identity = beside?.identity ?? (await startFakeService(owner.behaviour(answers(200, { text: 'hello' }))));
  const database =
    beside?.database ?? (await createTestDatabase({ entities: messagingEntities, migrations: messagingMigrations }));
  const dataSource = await createDataSource({
    url: database.url,
    entities: messagingEntities,
    migrations: messagingMigrations,
    statementTimeoutMs: 1_700,
  });
  const logLines: string[] = [];
  const destination = new Writable({ write: (chunk, _, done) => done(void logLines.push(String(chunk))) });
  const logger = createLogger({ service: 'gateway', destination });
  const outbox = createOutboxWriter({ service: 'gateway', ids });
  const recording = createRecording({
    outbox,
    insert: storeRows({ dataSource, outbox, relay: { wake: () => undefined } }),
    clock,
    nowMs,
    logger,
  });
  const url = new URL(identity.origin);
  const services = connectServices({ identity: url, verification: url, audit: url });
  const server = createApp({
    catalog: options.catalog ?? fakeCatalog,
    recording,
    upstreams: services.upstreams,
    owners: services.owners,
    sign: createTokenSigner({ privateKey: keys.privateKey, clock }).sign,
    deadlineMs: options.deadlineMs ?? 10_000,
    csrfKey,
    publicOrigin: PUBLIC_ORIGIN,
    trustedProxies: options.trustedProxies ?? [],
    health: (_, response) => void response.end('{}'),
    ...(options.patience && { patience: options.patience }),
    rateLimits: options.rateLimits ?? { normal: generous, sensitive: generous },
    clock,
    nowMs,
    ids,
    logger,
    metrics: createMetrics({ service: 'gateway', process: false }),
  });
  const port = await server.listen(0, '127.0.0.1');
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    owner,
    identity,
    database,
    keys,
    recording,
    logLines,
    call: (path, sent) => call(origin, path, sent),
    as: (tokens) => ({
      cookie: Object.entries(tokens)
        .map(([name, token]) => `__Host-${name}=${token}`)
        .join('; '),
      'x-csrf-token': csrfTokenOf(csrfKey, tokens.session ?? tokens.draft ?? ''),
      origin: PUBLIC_ORIGIN,
    }),
    async records(requestId) {
      const rows: { headers: string; payload: string }[] = await database.dataSource.query(
        'SELECT headers, payload FROM outbox ORDER BY position',
      );
      const all = rows.map(({ headers, payload }) => {
        const { activity, ...facts } = JSON.parse(payload);
        return { headers: JSON.parse(headers), facts, activity } as Recorded;
      });
      return requestId === undefined ? all : all.filter(({ activity }) => activity.requestId === requestId);
    },
    async close() {
      await server.close();
      await recording.close();
      await services.close();
      await dataSource.destroy();
      if (beside) return;
      await identity.close();
      await database.drop();
    },
  };
}
