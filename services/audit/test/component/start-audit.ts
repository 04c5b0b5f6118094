import { randomInt, randomUUID } from 'node:crypto';
import type { Ctx } from '@genkan/call/ctx';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { BusMessage } from '@genkan/messaging/bus';
import { startServiceForTest, testSecret } from '@genkan/service-kit/test/start-service';
import request from 'supertest';
import { compose } from '../../src/compose.js';
import { environment } from '../../src/config.js';
import { createIngest } from '../../src/ingest/ingest.js';
import { mysqlStoreRecords } from '../../src/ingest/ingest-repository.js';
import { entities, migrations } from '../../src/schema.js';

export const newAccount = (): string => String(randomInt(100_000_000_000, 999_999_999_999));

/** Audit as it is, not reading its bus: messages are handed to `store`. */
export async function startAudit() {
  const started = await startServiceForTest({
    service: 'audit',
    environment,
    compose,
    entities,
    migrations,
    env: { CURSOR_KEY: testSecret(7) },
    now: '2026-11-23T10:00:00.000Z',
  });
  const { clock, dataSource, logger } = started;
  const handle = createIngest({ store: mysqlStoreRecords(dataSource), clock, logger, metrics: { stored: () => {} } });

  return {
    ...started,
    store: (messages: readonly BusMessage[], asIs = false) => handle(messages, { asIs }),

    /** A call by the member of an account, as the gateway would make it. */
    get(endpoint: EndpointContract, accountNo: string, path: string) {
      const token = started.token(endpoint.action, memberOf(accountNo));
      return request(started.server).get(`/api/v1${path}`).set('authorization', `Bearer ${token}`);
    },
  };
}

const memberOf = (accountNo: string): Partial<Ctx> => ({
  actor: {
    type: 'main',
    id: randomUUID(),
    loginId: 'k***@example.com',
    sessionId: randomUUID(),
    accessKeyId: null,
    mfa: false,
  },
  accountNo,
  stage: 'full',
  source: 'CONSOLE',
});

export type Audit = Awaited<ReturnType<typeof startAudit>>;
