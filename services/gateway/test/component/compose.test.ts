import { createPublicKey } from 'node:crypto';
import { loadConfig } from '@genkan/config/load-config';
import type { BusConsumer, BusMessage } from '@genkan/messaging/bus';
import { probe } from '@genkan/testing/probe';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { environment } from '../../src/config.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

let consumer: BusConsumer;
const published: BusMessage[] = [];
let gateway: GatewayFixture;

beforeAll(async () => {
  gateway = await startGateway();
  consumer = gateway.bus.consume({
    group: 'test',
    topics: { names: ['genkan.gateway.v1'] },
    onMessages: async (messages) => published.push(...messages) && messages.length,
  });
  consumer.start();
});
afterAll(async () => {
  await consumer.stop();
  await gateway.close();
});

describe('the composed gateway', () => {
  it('publishes the records of its calls, numbered without a gap', async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, () => gateway.call('/api/v1/terms')));
    expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(200));
    await probe(() => published.length >= 10);
    const sequences = published.map(({ headers }) => Number(headers.ce_sequence));
    expect(sequences.sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, at) => at + 1));
    const requestIds = published.map(({ value }) => JSON.parse(value.toString()).activity.requestId);
    expect(requestIds.sort()).toEqual(replies.map(({ headers }) => headers['x-request-id']).sort());
  });

  it('publishes its public key, metrics and health on the internal port alone, health on both', async () => {
    const jwks = await request(gateway.internal).get('/.well-known/jwks.json').expect(200);
    expect(JSON.parse(jwks.text ?? '').keys ?? jwks.body.keys).toMatchObject([
      {
        x: createPublicKey(gateway.keys.publicKey.export({ type: 'spki', format: 'pem' })).export({ format: 'jwk' }).x,
      },
    ]);
    const metrics = await request(gateway.internal).get('/metrics').expect(200);
    expect(metrics.text).toMatch(/genkan_gateway_answer_seconds_count\{[^}]*endpoint="getTerms"/);
    expect(metrics.text).toContain('genkan_outbox_oldest_seconds');
    expect((await gateway.call('/health/ready')).body).toEqual({ ready: true });
    expect((await gateway.call('/health/live')).status).toBe(200);
    for (const path of ['/metrics', '/.well-known/jwks.json', '/health/other'])
      expect((await gateway.call(path)).status).toBe(404);
  });

  it('sends security fields with every answer', async () => {
    for (const path of ['/', '/api/docs', '/api/v1/terms', '/nothing']) {
      const { headers } = await gateway.call(path);
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
    expect((await gateway.call('/api/v1/terms')).headers['cache-control']).toBe('no-store');
  });

  it('refuses to start in production without keys', () => {
    expect(() => loadConfig(environment, {}, { production: true })).toThrow(
      /CSRF_KEY.*SIGNING_KEY|SIGNING_KEY.*CSRF_KEY/s,
    );
  });
});
