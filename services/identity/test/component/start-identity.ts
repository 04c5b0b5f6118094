import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type Ids, systemIds } from '@genkan/config/ids';
import { anonymousActor } from '@genkan/contracts/call-context';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { ProofClaims } from '@genkan/contracts/proof';
import { createPasswordHasher, type PasswordHasher } from '@genkan/credentials/password-hasher';
import { createPasswordPolicy } from '@genkan/credentials/password-policy';
import { createTokenSigner, createTokenVerifier } from '@genkan/http-kit/internal-token';
import { localKeys } from '@genkan/http-kit/jwks';
import { createProofSigner, createProofVerifier } from '@genkan/http-kit/proof-token';
import type { Ctx } from '@genkan/messaging/ctx';
import { findStoredAnswer } from '@genkan/messaging/idempotency';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { createTransact } from '@genkan/messaging/transact';
import { createLogger } from '@genkan/observability/logger';
import { createMetrics } from '@genkan/observability/metrics';
import { createDataSource } from '@genkan/persistence/data-source';
import { fakeClock } from '@genkan/testing/fake-clock';
import { storedEvents } from '@genkan/testing/stored-events';
import { testCtx } from '@genkan/testing/test-ctx';
import { createTestDatabase } from '@genkan/testing/test-database';
import request from 'supertest';
import { createApp } from '../../src/app.js';
import { composeMembers } from '../../src/members/members.js';
import { composeOperators } from '../../src/operators/operators.js';
import { createProtection } from '../../src/protection.js';
import { composeRegistration, readRegistrationRules } from '../../src/registration/registration.js';
import { entities, migrations } from '../../src/schema.js';
import { composeSessions } from '../../src/sessions/sessions.js';

const service = 'identity';
const key = (fill: number) => new Uint8Array(32).fill(fill);

/** One call to an endpoint, as the gateway would make it. */
interface Call {
  readonly as?: Partial<Ctx>;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly ifMatch?: string | undefined;
}

interface Replacements {
  readonly ids?: Ids;
  readonly hasher?: PasswordHasher;
}

/** Cheap, and patient enough for tests that ask for 200 hashes at once. */
const testHasher = () => createPasswordHasher({ cost: { memoryKiB: 8, passes: 1 }, queueDeadlineMs: 60_000 });

/** The service on a database of its own, without a bus: what it publishes stays in the outbox. */
export async function startIdentity({ ids = systemIds, hasher = testHasher() }: Replacements = {}) {
  const clock = fakeClock('2026-11-23T09:00:00.000Z');
  const { dataSource, url, drop } = await createTestDatabase({ entities, migrations });
  const lookUps = await createDataSource({ url, entities, migrations: [], poolSize: 1 });
  const gateway = generateKeyPairSync('ed25519');
  const verification = generateKeyPairSync('ed25519');
  const protection = createProtection({ sealKey: key(1), indexKey: key(2) });
  const transact = createTransact({ dataSource, outbox: createOutboxWriter({ service, ids }) });
  const members = composeMembers({ dataSource, protection, ids });
  const logger = createLogger({ service, level: 'silent' });
  const registration = composeRegistration({
    dataSource,
    lookUps,
    transact,
    protection,
    members,
    rules: readRegistrationRules(fileURLToPath(new URL('../../../rules', import.meta.url))),
    verifyProof: createProofVerifier({ keys: localKeys([verification.publicKey]), clock }),
    hasher,
    passwordPolicy: createPasswordPolicy(),
    draftsPerHour: 20,
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
    deviceKey: key(4),
    cursorKey: key(5),
    clock,
    ids,
    logger,
  });
  const routes = [...registration.routes, ...members.routes, ...sessions.routes];
  const app = createApp({
    routes,
    verifyToken: createTokenVerifier({ keys: localKeys([gateway.publicKey]), audience: service, clock }),
    clock,
    logger,
    metrics: createMetrics({ service, process: false }),
    health: { ready: async () => ({ database: true }) },
    idempotency: {
      key: key(3),
      find: (claim) => findStoredAnswer(dataSource.manager, claim, clock.now()),
    },
    validateResponses: true,
  });
  const server: Server = app.listen(0, '127.0.0.1');
  const tokens = createTokenSigner({ privateKey: gateway.privateKey, clock });
  const proofs = createProofSigner({ privateKey: verification.privateKey, clock });

  return {
    clock,
    dataSource,
    lookUps,
    databaseUrl: url,
    members,
    protection,
    hasher,
    routes,
    jobs: [...registration.jobs, ...sessions.jobs],

    call(endpoint: EndpointContract, { as = {}, params = {}, body, idempotencyKey, ifMatch }: Call = {}) {
      const prefix = endpoint.auth.includes('gateway') ? '/internal' : '/api/v1';
      const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? 'none');
      const token = tokens.sign({ audience: service, action: endpoint.action, ctx: callContextOf(testCtx(as)) });
      const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
      const sent = request(server)[method](`${prefix}${path}`).set('authorization', `Bearer ${token}`);
      if (idempotencyKey) sent.set('idempotency-key', idempotencyKey);
      if (ifMatch) sent.set('if-match', ifMatch);
      return body === undefined ? sent : sent.send(body as object);
    },

    /** A proof that verification would have given to this draft. */
    proof(draftId: string, channel: 'email' | 'phone', target: string, claims: Partial<ProofClaims> = {}): string {
      const purpose = `registration-${channel}` as const;
      return proofs.sign({ jti: randomUUID(), purpose, subject: draftId, channel, target, ...claims });
    },

    events: () => storedEvents(dataSource),
    /** The events of one log, a draft's or an account's, in order. */
    eventsOf: async (key: string) => (await storedEvents(dataSource)).filter((event) => event.key === key),
    storedDraft: async (id: string): Promise<Record<string, unknown> | undefined> =>
      (await dataSource.query('SELECT * FROM registration_drafts WHERE id = ?', [id]))[0],

    async stop(): Promise<void> {
      await new Promise((resolve) => server.close(resolve));
      await lookUps.destroy();
      await drop();
    },
  };
}

export type Identity = Awaited<ReturnType<typeof startIdentity>>;

/** The caller of a draft's endpoints. */
export const asDraft = (draftId: string): Partial<Ctx> => ({
  actor: { ...anonymousActor, type: 'draft', id: draftId },
  correlationId: draftId,
});

function callContextOf({ clock: _, recording: __, idempotency: ___, ...context }: Ctx) {
  return context;
}
