import { generateKeyPairSync, randomInt, randomUUID } from 'node:crypto';
import { createCursors } from '@genkan/call/signed-cursor';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import { createTokenSigner, createTokenVerifier } from '@genkan/http-kit/internal-token';
import { localKeys } from '@genkan/http-kit/jwks';
import type { BusMessage } from '@genkan/messaging/bus';
import { createLogger } from '@genkan/observability/logger';
import { createMetrics } from '@genkan/observability/metrics';
import { fakeClock } from '@genkan/testing/fake-clock';
import { testCtx } from '@genkan/testing/test-ctx';
import { createTestDatabase } from '@genkan/testing/test-database';
import request from 'supertest';
import { createApp } from '../../src/app.js';
import { createIngest } from '../../src/ingest/ingest.js';
import { createIngestMetrics } from '../../src/ingest/ingest-metrics.js';
import { mysqlStoreRecords } from '../../src/ingest/ingest-repository.js';
import { entities, migrations } from '../../src/schema.js';
import { mysqlRecordRepository } from '../../src/search/record-repository.js';
import { searchRoutes } from '../../src/search/routes.js';
import { position } from '../../src/search/search.js';

const service = 'audit';

export const newAccount = (): string => String(randomInt(100_000_000_000, 999_999_999_999));

/** The service on a database of its own, without a bus: messages are handed to `store`. */
export async function startAudit() {
  const clock = fakeClock('2026-11-23T10:00:00.000Z');
  const { dataSource, drop } = await createTestDatabase({ entities, migrations });
  const gateway = generateKeyPairSync('ed25519');
  const tokens = createTokenSigner({ privateKey: gateway.privateKey, clock });
  const logger = createLogger({ service, level: 'silent' });
  const metrics = createMetrics({ service, process: false });
  const handle = createIngest({
    store: mysqlStoreRecords(dataSource),
    clock,
    logger,
    metrics: createIngestMetrics(metrics),
  });
  const cursors = createCursors({ key: new Uint8Array(32).fill(7), position, code: 'audit.cursor_invalid' });
  const app = createApp({
    routes: searchRoutes(mysqlRecordRepository(dataSource), cursors),
    verifyToken: createTokenVerifier({ keys: localKeys([gateway.publicKey]), audience: service, clock }),
    clock,
    logger,
    metrics,
    health: { ready: async () => ({ database: true }) },
    validateResponses: true,
  });
  const server = app.listen(0, '127.0.0.1');

  return {
    clock,
    dataSource,
    store: (messages: readonly BusMessage[], asIs = false) => handle(messages, { asIs }),

    /** A call by the member of an account, as the gateway would make it. */
    get(endpoint: EndpointContract, accountNo: string, path: string) {
      const actor = { type: 'main', id: randomUUID(), loginId: 'k***@example.com', sessionId: null } as const;
      const {
        clock: _,
        recording: __,
        idempotency: ___,
        ...ctx
      } = testCtx({
        actor: { ...actor, accessKeyId: null, mfa: false },
        accountNo,
        stage: 'full',
        source: 'CONSOLE',
      });
      const token = tokens.sign({ audience: service, action: endpoint.action, ctx });
      return request(server).get(`/api/v1${path}`).set('authorization', `Bearer ${token}`);
    },

    async stop(): Promise<void> {
      await new Promise((resolve) => server.close(resolve));
      await drop();
    },
  };
}

export type Audit = Awaited<ReturnType<typeof startAudit>>;
