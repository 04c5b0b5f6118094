import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { Clock } from '@genkan/config/clock';
import { systemClock } from '@genkan/config/clock';
import type { Activity } from '@genkan/contracts/activity';
import type { FactsOf } from '@genkan/contracts/event';
import type { apiCalled } from '@genkan/contracts/gateway/api';
import { upstreamNames, urlVariable } from '@genkan/contracts/service-name';
import type { Bus } from '@genkan/messaging/bus';
import { messagingEntities, messagingMigrations } from '@genkan/messaging/schema';
import type { Conformable } from '@genkan/service-kit/test/conformance';
import { startServiceForTest } from '@genkan/service-kit/test/start-service';
import type { TestDatabase } from '@genkan/testing/test-database';
import { compose, type GatewayOutside } from '../../src/compose.js';
import { environment } from '../../src/config.js';
import { csrfTokensOf } from '../../src/credentials/csrf.js';
import type { RateLimitSettings } from '../../src/enforcement/compose-enforcement.js';
import { usualTimeouts } from '../../src/proxy/proxy-settings.js';
import type { Recording } from '../../src/recording/compose-recording.js';
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

/** A gateway with its database and a fake service that answers for all services. */
export interface Stage {
  readonly origin: string;
  readonly owner: Owner;
  readonly identity: FakeService;
  readonly database: TestDatabase;
  readonly keys: { readonly publicKey: ReturnType<typeof generateKeyPairSync>['publicKey'] };
  readonly recording: Recording;
  readonly bus: Bus;
  readonly underTest: Conformable;
  /** The port for health, metrics and keys. */
  readonly internal: Server;
  readonly logLines: string[];
  call(path: string, sent?: Sent): Promise<Reply>;
  /** Fields of a call that carries these credentials, as our page sends them. */
  as(tokens: { session?: string; draft?: string; device?: string }): Record<string, string>;
  /** The records of the call with this id, or all. */
  records(requestId?: unknown): Promise<Recorded[]>;
  close(): Promise<void>;
}

export interface StageOptions
  extends Partial<Pick<GatewayOutside, 'deadlineMs' | 'nowMs' | 'catalog' | 'clientTimeouts'>> {
  readonly rateLimits?: RateLimitSettings;
  readonly trustedProxies?: string;
  readonly publicUrl?: string;
  readonly clock?: Clock;
  /** A second gateway of the same database, keys and services. */
  readonly beside?: Stage;
}

const real = { nowMs: () => performance.now(), deadlineMs: 10_000, clientTimeouts: usualTimeouts };
const csrfKey = randomBytes(32);
const keys = generateKeyPairSync('ed25519');
const generous = { perAddress: 1e6, perPrincipal: 1e6 };

const rateVariables = ({ normal, sensitive }: RateLimitSettings) => ({
  RATE_NORMAL_PER_ADDRESS: String(normal.perAddress),
  RATE_NORMAL_PER_PRINCIPAL: String(normal.perPrincipal),
  RATE_SENSITIVE_PER_ADDRESS: String(sensitive.perAddress),
  RATE_SENSITIVE_PER_PRINCIPAL: String(sensitive.perPrincipal),
});

export async function startStage(options: StageOptions = {}): Promise<Stage> {
  const { beside, clock = systemClock(), publicUrl = PUBLIC_ORIGIN, trustedProxies = '', rateLimits } = options;
  const owner = beside?.owner ?? createOwner();
  const identity = beside?.identity ?? (await startFakeService(owner.behaviour(answers(200, { text: 'hello' }))));
  const started = await startServiceForTest({
    service: 'gateway',
    environment,
    compose: (config, _, outside) => compose(config, clock, { ...real, catalog: fakeCatalog, ...options, ...outside }),
    entities: messagingEntities,
    migrations: messagingMigrations,
    ...(beside ? { database: beside.database } : {}),
    env: {
      PORT: '0',
      PUBLIC_URL: publicUrl,
      TRUSTED_PROXIES: trustedProxies,
      ...Object.fromEntries(upstreamNames.map((name) => [urlVariable(name), identity.origin])),
      SIGNING_KEY: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      CSRF_KEY: csrfKey.toString('base64'),
      ...rateVariables(rateLimits ?? { normal: generous, sensitive: generous }),
    },
  });
  const { bus, database, logged: logLines, server: internal, service } = started;
  const { recording } = service;
  await service.start();
  const origin = `http://127.0.0.1:${service.publicPort()}`;
  return {
    origin,
    owner,
    identity,
    database,
    keys,
    recording,
    bus,
    underTest: started,
    internal,
    logLines,
    call: (path, sent) => call(origin, path, sent),
    as: (tokens) => ({
      cookie: Object.entries(tokens)
        .map(([name, token]) => `__Host-${name}=${token}`)
        .join('; '),
      'x-csrf-token': csrfTokensOf(csrfKey, [tokens.session ?? [], tokens.draft ?? []].flat()),
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
      await started.stop();
      if (!beside) await identity.close();
    },
  };
}
