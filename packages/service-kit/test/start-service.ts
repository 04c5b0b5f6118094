import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Server } from 'node:http';
import type { Ctx } from '@genkan/call/ctx';
import type { Clock } from '@genkan/config/clock';
import { systemIds } from '@genkan/config/ids';
import { loadConfig } from '@genkan/config/load-config';
import { callContext } from '@genkan/contracts/call-context';
import { type EndpointContract, fullPathOf } from '@genkan/contracts/endpoint';
import type { ServiceName } from '@genkan/contracts/service-name';
import { createTokenSigner } from '@genkan/http-kit/internal-token';
import { localKeys } from '@genkan/http-kit/jwks';
import { createInMemoryBus } from '@genkan/messaging/in-memory-bus';
import { createLogger } from '@genkan/observability/logger';
import { createMetrics } from '@genkan/observability/metrics';
import type { DataSourceSettings } from '@genkan/persistence/data-source';
import { fakeClock } from '@genkan/testing/fake-clock';
import { storedEvents } from '@genkan/testing/stored-events';
import { testCtx } from '@genkan/testing/test-ctx';
import { createTestDatabase, type TestDatabase } from '@genkan/testing/test-database';
import request, { type Test } from 'supertest';
import type { z } from 'zod';
import type { Outside } from '../src/outside.js';
import type { Service } from '../src/service.js';

/** One call to an endpoint, as the gateway would make it. */
export interface TestCall {
  readonly as?: Partial<Ctx>;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly ifMatch?: string | undefined;
}

export interface ServiceToTest<Variables extends z.ZodObject, S extends Service>
  extends Pick<DataSourceSettings, 'entities' | 'migrations'> {
  readonly service: ServiceName;
  readonly environment: Variables;
  readonly compose: (config: z.output<Variables>, clock: Clock, outside: Outside) => Promise<S>;
  /** Variables beyond those of every service. */
  readonly env?: Readonly<Record<string, string>>;
  /** Public keys of other services, by the host of the URL where they would be read. */
  readonly keys?: Readonly<Record<string, KeyObject>>;
  readonly now?: string;
  /** Connections that the test itself may use. */
  readonly poolSize?: number;
  /** Another process on the database of a first one, which drops it. */
  readonly database?: TestDatabase;
}

/** 32 bytes as a service is told them, the same in every run. */
export const testSecret = (fill: number): string =>
  Buffer.from(Uint8Array.from({ length: 32 }, (_, at) => fill + at)).toString('base64');

/**
 * A service's own `compose` with a database of its own, a clock that stands still, a bus within the process, and keys that are at
 * hand. It answers calls; what runs beside them begins with `start`.
 */
export async function startServiceForTest<Variables extends z.ZodObject, S extends Service>(
  settings: ServiceToTest<Variables, S>,
) {
  const { service, environment, compose, entities, migrations, env = {}, keys = {}, now, poolSize } = settings;
  const clock = fakeClock(now ?? '2026-11-23T09:00:00.000Z');
  const database =
    settings.database ?? (await createTestDatabase({ entities, migrations, ...(poolSize ? { poolSize } : {}) }));
  const gateway = generateKeyPairSync('ed25519');
  const publicKeys: Readonly<Record<string, KeyObject>> = { 'gateway.test': gateway.publicKey, ...keys };
  const logged: string[] = [];
  const destination = { write: (line: string) => void logged.push(line) };
  const logger = createLogger({ service, level: 'debug', destination });
  const outside: Outside = {
    ids: systemIds,
    bus: createInMemoryBus({ logger }),
    keysAt: ({ hostname }) => localKeys(publicKeys[hostname] ? [publicKeys[hostname]] : []),
    logger,
    metrics: createMetrics({ service, process: false }),
    isStrict: true,
  };
  const config = loadConfig(environment, {
    DATABASE_URL: database.url,
    KAFKA_BROKERS: 'localhost:9092',
    GATEWAY_JWKS_URL: 'http://gateway.test/jwks.json',
    ...env,
  });
  const running = await compose(config, clock, outside);
  const server: Server = running.app.listen(0, '127.0.0.1');
  const tokens = createTokenSigner({ privateKey: gateway.privateKey, clock });

  return {
    ...outside,
    service: running,
    server,
    clock,
    /** Beside the service's own pool: what tests look into the tables with. */
    database,
    dataSource: database.dataSource,
    databaseUrl: database.url,
    logged,

    token: (action: string, as: Partial<Ctx> = {}) =>
      tokens.sign({ audience: service, action, ctx: callContext.parse(testCtx(as)) }),

    call(
      endpoint: EndpointContract,
      { as = {}, params = {}, query = {}, body, idempotencyKey, ifMatch }: TestCall = {},
    ): Test {
      const path = fullPathOf(endpoint).replace(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(params[name] ?? 'none'),
      );
      const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
      const sent = request(server)
        [method](path)
        .query(query)
        .set('authorization', `Bearer ${this.token(endpoint.action, as)}`);
      if (idempotencyKey) sent.set('idempotency-key', idempotencyKey);
      if (ifMatch) sent.set('if-match', ifMatch);
      return body === undefined ? sent : sent.send(body as object);
    },

    /** Runs every job of the service once, at the clock's time. */
    async runJobs(): Promise<void> {
      const { signal } = new AbortController();
      for (const job of running.jobs) await job.run({ now: clock.now(), signal });
    },

    /** What it has published, in the order of its transactions; of one log (a draft's, an account's) when its key is given. */
    async events(key?: string) {
      const events = await storedEvents(database.dataSource);
      return key === undefined ? events : events.filter((event) => event.key === key);
    },

    async stop(): Promise<void> {
      await new Promise((resolve) => server.close(resolve));
      await running.close();
      if (!settings.database) await database.drop();
    },
  };
}

export type ServiceUnderTest<S extends Service = Service> = Awaited<
  ReturnType<typeof startServiceForTest<z.ZodObject, S>>
>;
