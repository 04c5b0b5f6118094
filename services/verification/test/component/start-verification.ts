import { generateKeyPairSync, randomInt, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { Writable } from 'node:stream';
import type { Ctx } from '@genkan/call/ctx';
import { systemIds } from '@genkan/config/ids';
import { Secret } from '@genkan/config/secret';
import { anonymousActor } from '@genkan/contracts/call-context';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import { createOneTimeCodes } from '@genkan/credentials/one-time-code';
import { createTokenSigner, createTokenVerifier } from '@genkan/http-kit/internal-token';
import { JWKS_PATH, localKeys, publishJwks } from '@genkan/http-kit/jwks';
import { createProofSigner, createProofVerifier } from '@genkan/http-kit/proof-token';
import { findStoredAnswer } from '@genkan/messaging/idempotency';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { createTransact } from '@genkan/messaging/transact';
import { createWakeUp } from '@genkan/messaging/wake-up';
import { createLogger } from '@genkan/observability/logger';
import { createMetrics } from '@genkan/observability/metrics';
import { fakeClock } from '@genkan/testing/fake-clock';
import { storedEvents } from '@genkan/testing/stored-events';
import { testCtx } from '@genkan/testing/test-ctx';
import { createTestDatabase } from '@genkan/testing/test-database';
import request from 'supertest';
import { createApp } from '../../src/app.js';
import { composeChallenges } from '../../src/challenges/challenges.js';
import { composeContacts } from '../../src/contacts/contacts.js';
import { composeDeliveries, type Provider, smsProvider, smtpProvider } from '../../src/deliveries/deliveries.js';
import { createProtection } from '../../src/protection.js';
import { entities, migrations } from '../../src/schema.js';
import { subscriptionsOf } from '../../src/subscriptions.js';
import { type Sandbox, smsKey, startSandbox } from './start-sandbox.js';

const service = 'verification';
const key = (fill: number) => new Uint8Array(32).fill(fill);

/** One call to an endpoint, as the gateway would make it. */
interface Call {
  readonly as?: Partial<Ctx>;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

interface Replacements {
  /** Of the providers. */
  readonly timeoutMs?: number;
  readonly poolSize?: number;
  /** Providers instead of the sandbox's one mail server and one SMS provider. */
  readonly providers?: (sandbox: Sandbox) => { email: readonly Provider[]; phone: readonly Provider[] };
}

/** The service on a database of its own and with a sandbox of its own, without a bus: what it publishes stays in the outbox. */
export async function startVerification({ timeoutMs = 20_000, poolSize, providers }: Replacements = {}) {
  const clock = fakeClock('2026-11-23T09:00:00.000Z');
  const { dataSource, url, drop } = await createTestDatabase({
    entities,
    migrations,
    ...(poolSize ? { poolSize } : {}),
  });
  const sandbox = await startSandbox();
  const gateway = generateKeyPairSync('ed25519');
  const proofs = generateKeyPairSync('ed25519');
  const logged: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  });
  const logger = createLogger({ service, level: 'debug', destination });
  const metrics = createMetrics({ service, process: false });
  const ids = systemIds;
  const wakeUp = createWakeUp();
  const transact = createTransact({ dataSource, outbox: createOutboxWriter({ service, ids }), relay: wakeUp });
  const protection = createProtection({ sealKey: key(1), indexKey: key(2) });
  const codes = createOneTimeCodes(key(3), ids);
  const carriers = providers?.(sandbox) ?? {
    email: [
      smtpProvider({ name: 'smtp-1', url: sandbox.smtpUrl, from: 'Genkan <no-reply@genkan.example>', timeoutMs }),
    ],
    phone: [smsProvider({ name: 'sms-1', url: sandbox.smsUrl, key: Secret.ofText(smsKey), timeoutMs })],
  };
  const common = { dataSource, transact, protection, clock, ids, logger, metrics };
  const publicUrl = new URL('https://portal.genkan.example');
  const deliveries = composeDeliveries({ ...common, providers: carriers, publicUrl, wakeUp });
  const signer = createProofSigner({ privateKey: proofs.privateKey, clock });
  const challenges = composeChallenges({ ...common, deliveries, codes, signer });
  const app = createApp({
    routes: challenges.routes,
    verifyToken: createTokenVerifier({ keys: localKeys([gateway.publicKey]), audience: service, clock }),
    clock,
    logger,
    metrics,
    health: { ready: async () => ({ database: true }) },
    idempotency: { key: key(4), find: (claim) => findStoredAnswer(dataSource.manager, claim, clock.now()) },
    validateResponses: true,
    open: { [JWKS_PATH]: publishJwks([proofs.publicKey]) },
  });
  const server: Server = app.listen(0, '127.0.0.1');
  const tokens = createTokenSigner({ privateKey: gateway.privateKey, clock });

  return {
    clock,
    dataSource,
    url,
    sandbox,
    server,
    logged,
    metrics,
    deliveries,
    transact,
    wakeUp,
    subscriptions: subscriptionsOf(composeContacts({ protection, challenges, deliveries })),
    common,
    jobs: [...challenges.jobs, ...deliveries.jobs],
    verifyProof: createProofVerifier({ keys: localKeys([proofs.publicKey]), clock }),

    call(endpoint: EndpointContract, { as = {}, params = {}, body, idempotencyKey }: Call = {}) {
      const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
      const token = tokens.sign({ audience: service, action: endpoint.action, ctx: callContextOf(testCtx(as)) });
      const method = endpoint.method.toLowerCase() as 'get' | 'post';
      const sent = request(server)[method](`/api/v1${path}`).set('authorization', `Bearer ${token}`);
      if (idempotencyKey) sent.set('idempotency-key', idempotencyKey);
      return body === undefined ? sent : sent.send(body as object);
    },

    /** Events that were stored, in order; those of one key when it is given. */
    async events(of?: string) {
      const events = await storedEvents(dataSource);
      return of === undefined ? events : events.filter((event) => event.key === of);
    },

    /** Ends the worker, if it was started, and everything else. */
    async stop(): Promise<void> {
      await deliveries.worker.stop();
      for (const provider of [...carriers.email, ...carriers.phone]) provider.close();
      await new Promise((resolve) => server.close(resolve));
      await sandbox.stop();
      await drop();
    },
  };
}

export type Verification = Awaited<ReturnType<typeof startVerification>>;

/** A draft of its own from a network of its own, so that tests share no budget. */
export function newDraft(): Partial<Ctx> & { readonly correlationId: string } {
  const id = randomUUID();
  const part = () => randomInt(0x10000).toString(16);
  const sourceIp = `2001:db8:${part()}:${part()}::1`;
  return { actor: { ...anonymousActor, type: 'draft', id }, correlationId: id, sourceIp };
}

export const newEmail = () => `kim.${randomUUID().slice(0, 13)}@example.com`;

/** A mobile number in Korea, out of ranges that are all in use. */
export const newPhone = () => `+8210${randomInt(20_000_000, 49_999_999)}`;

export const byEmail = (target: string) => ({ purpose: 'registration-email', target, language: 'en' });
export const byPhone = (target: string) => ({ purpose: 'registration-phone', target, language: 'ko' });

function callContextOf({ clock: _, recording: __, idempotency: ___, ...context }: Ctx) {
  return context;
}
