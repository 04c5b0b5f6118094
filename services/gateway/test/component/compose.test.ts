import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { systemClock } from '@genkan/config/clock';
import { loadConfig } from '@genkan/config/load-config';
import type { BusConsumer, BusMessage } from '@genkan/messaging/bus';
import { createInMemoryBus } from '@genkan/messaging/in-memory-bus';
import { messagingEntities, messagingMigrations } from '@genkan/messaging/schema';
import { createLogger } from '@genkan/observability/logger';
import { probe } from '@genkan/testing/probe';
import { createTestDatabase, type TestDatabase } from '@genkan/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { compose } from '../../src/compose.js';
import { environment } from '../../src/config.js';
import { call } from '../harness/client.js';
import { fakeCatalog } from '../harness/fake-catalog.js';
import { answers, type FakeService, startFakeService } from '../harness/fake-service.js';

const { privateKey } = generateKeyPairSync('ed25519');
const bus = createInMemoryBus({ logger: createLogger({ service: 'test', level: 'silent' }) });
let consumer: BusConsumer;
const published: BusMessage[] = [];
let database: TestDatabase;
let service: FakeService;
let gateway: Awaited<ReturnType<typeof compose>>;
let origin: string;

const env = () => ({
  PORT: '0',
  PUBLIC_URL: 'http://localhost:4400',
  DATABASE_URL: database.url,
  KAFKA_BROKERS: 'unused:9092',
  IDENTITY_URL: service.origin,
  VERIFICATION_URL: service.origin,
  AUDIT_URL: service.origin,
  SIGNING_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  CSRF_KEY: randomBytes(32).toString('base64'),
  LOG_LEVEL: 'silent',
});

beforeAll(async () => {
  database = await createTestDatabase({ entities: messagingEntities, migrations: messagingMigrations });
  service = await startFakeService(answers(200, { text: 'hello' }));
  gateway = await compose(loadConfig(environment, env()), systemClock(), { catalog: fakeCatalog, bus });
  origin = `http://127.0.0.1:${await gateway.listen()}`;
  consumer = bus.consume({
    group: 'test',
    topics: { names: ['genkan.gateway.v1'] },
    onMessages: async (messages) => published.push(...messages) && messages.length,
  });
  consumer.start();
});
afterAll(async () => {
  await consumer.stop();
  await gateway.close();
  await service.close();
  await database.drop();
});

describe('the composed gateway', () => {
  it('publishes the records of its calls, numbered without a gap', async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, () => call(origin, '/api/v1/terms')));
    expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(200));
    await probe(() => published.length >= 10);
    const sequences = published.map(({ headers }) => Number(headers.ce_sequence));
    expect(sequences.sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, at) => at + 1));
    const requestIds = published.map(({ value }) => JSON.parse(value.toString()).activity.requestId);
    expect(requestIds.sort()).toEqual(replies.map(({ headers }) => headers['x-request-id']).sort());
  });

  it('publishes its public key, metrics and health on the internal port alone, health on both', async () => {
    const jwks = await request(gateway.app).get('/.well-known/jwks.json').expect(200);
    expect(JSON.parse(jwks.text ?? '').keys ?? jwks.body.keys).toMatchObject([
      { x: createPublicKey(privateKey).export({ format: 'jwk' }).x },
    ]);
    const metrics = await request(gateway.app).get('/metrics').expect(200);
    expect(metrics.text).toMatch(/genkan_gateway_answer_seconds_count\{[^}]*endpoint="getTerms"/);
    expect(metrics.text).toContain('genkan_gateway_outbox_oldest_seconds');
    expect((await call(origin, '/health/ready')).body).toEqual({ ready: true, checks: { database: true } });
    expect((await call(origin, '/health/live')).status).toBe(200);
    for (const path of ['/metrics', '/.well-known/jwks.json', '/health/other'])
      expect((await call(origin, path)).status).toBe(404);
  });

  it('sends security fields with every answer', async () => {
    for (const path of ['/', '/api/docs', '/api/v1/terms', '/nothing']) {
      const { headers } = await call(origin, path);
      expect(headers).toMatchObject({
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'content-security-policy':
          "default-src 'none';style-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
      expect(headers['x-powered-by']).toBeUndefined();
    }
    expect((await call(origin, '/api/v1/terms')).headers['cache-control']).toBe('no-store');
  });

  it('refuses to start in production without keys', () => {
    expect(() => loadConfig(environment, {}, { production: true })).toThrow(
      /CSRF_KEY.*SIGNING_KEY|SIGNING_KEY.*CSRF_KEY/s,
    );
  });
});
