import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '@genkan/observability/logger';
import { fakeClock } from '@genkan/testing/fake-clock';
import { probe } from '@genkan/testing/probe';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { route } from '../../src/binder.js';
import { createTokenSigner, createTokenVerifier } from '../../src/internal-token.js';
import { publishJwks, remoteKeys } from '../../src/jwks.js';
import { keyId } from '../../src/key-id.js';
import { getBestBook } from '../fixtures/book-contracts.js';
import { book, claimsOf, library } from '../fixtures/library.js';

const pair = () => generateKeyPairSync('ed25519');
const [one, two] = [pair(), pair()];
const logger = createLogger({ service: 'identity', level: 'silent' });
const publishers: ReturnType<typeof createServer>[] = [];
afterAll(() => {
  for (const server of publishers) server.close().closeAllConnections();
});

/** A publisher whose answer can be changed; it counts how often it was asked. */
async function publisher(first: RequestListener | readonly KeyObject[]) {
  let asked = 0;
  let answer: RequestListener;
  const publish = (next: RequestListener | readonly KeyObject[]) => {
    answer = typeof next === 'function' ? next : publishJwks(next);
  };
  publish(first);
  const server = createServer((req, res) => {
    asked += 1;
    answer(req, res);
  }).listen(0, '127.0.0.1');
  publishers.push(server);
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`;
  return { url, publish, asked: () => asked };
}

const outage: RequestListener = (_req, res) => void res.writeHead(503).end();
const finds = async (keys: ReturnType<typeof remoteKeys>, pair: { publicKey: KeyObject }) =>
  (await keys.find(keyId(pair.publicKey))) !== undefined;

describe('published keys', () => {
  it('hold public halves only, and verify what was signed', async () => {
    const clock = fakeClock();
    const { url } = await publisher([one.privateKey, two.publicKey]);
    const response = await fetch(url);
    const text = await response.text();
    expect(text).not.toContain('"d"');
    expect(response.headers.get('cache-control')).toBe('public, max-age=600');
    const token = createTokenSigner({ privateKey: one.privateKey, clock }).sign({
      audience: 'identity',
      action: 'SignIn',
      ctx: claimsOf(),
    });
    const byJose = await jwtVerify(token, createLocalJWKSet(JSON.parse(text)), { currentDate: clock.now() });
    expect(byJose.protectedHeader.kid).toBe(keyId(one.publicKey));
    const verify = createTokenVerifier({ keys: remoteKeys({ url, clock, logger }), audience: 'identity', clock });
    expect(await verify(token, 'SignIn')).toEqual(claimsOfToken(token));
  });

  it('of other kinds cannot be published', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(() => publishJwks([rsa.publicKey])).toThrow('Ed25519');
  });
});

describe('remote keys', () => {
  it('are asked for once by many calls, and not again for ten minutes', async () => {
    const clock = fakeClock();
    const { url, asked } = await publisher([one.publicKey]);
    const keys = remoteKeys({ url, clock, logger });
    expect(asked()).toBe(0);
    expect(await Promise.all(Array.from({ length: 20 }, () => finds(keys, one)))).not.toContain(false);
    clock.advance(599_999);
    expect(await finds(keys, one)).toBe(true);
    expect(asked()).toBe(1);
  });

  it('older than ten minutes are renewed in the background, so nobody waits', async () => {
    const clock = fakeClock();
    const { url, publish, asked } = await publisher([one.publicKey]);
    const keys = remoteKeys({ url, clock, logger });
    await finds(keys, one);
    publish([one.publicKey, two.publicKey]);
    clock.advance(600_000);
    expect(keys.find(keyId(one.publicKey))).toHaveProperty('asymmetricKeyType', 'ed25519');
    await probe(() => !(keys.find(keyId(two.publicKey)) instanceof Promise));
    expect(asked()).toBe(2);
  });

  it.each<[string, RequestListener]>([
    ['is away', outage],
    ['hangs up', (req) => req.socket.destroy()],
    ['answers nonsense', (_req, res) => void res.end('<html>')],
    ['has lost its keys', (_req, res) => void res.end('{"keys":[]}')],
    [
      'has another kind of keys',
      (_req, res) => void res.end('{"keys":[{"kty":"RSA","kid":"x","n":"AQAB","e":"AQAB"}]}'),
    ],
    ['sends us elsewhere', (_req, res) => void res.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ])('stay in use while their publisher %s', async (_what, broken) => {
    const clock = fakeClock();
    const { url, publish, asked } = await publisher([one.publicKey]);
    const keys = remoteKeys({ url, clock, logger });
    await finds(keys, one);
    publish(broken);
    for (const hour of [1, 2, 3]) {
      clock.advance(3_600_000);
      expect(await finds(keys, one)).toBe(true);
      await probe(async () => (await finds(keys, one)) && asked() === 1 + hour);
    }
  });

  it('that do not come in time are given up', async () => {
    const { url } = await publisher(() => undefined);
    const keys = remoteKeys({ url, clock: fakeClock(), logger, timeoutMs: 50 });
    await expect(keys.find('any')).rejects.toMatchObject({ code: 'gateway.unavailable' });
  });

  it('that lack an id are asked for at once, but at most every five seconds', async () => {
    const clock = fakeClock();
    const { url, publish, asked } = await publisher([one.publicKey]);
    const keys = remoteKeys({ url, clock, logger });
    await finds(keys, one);
    publish([one.publicKey, two.publicKey]);
    for (let guess = 0; guess < 50; guess += 1) expect(await keys.find(`guess-${guess}`)).toBeUndefined();
    expect(asked()).toBe(1);
    clock.advance(5_000);
    expect(await finds(keys, two)).toBe(true);
    for (let guess = 0; guess < 50; guess += 1) expect(await keys.find(`guess-${guess}`)).toBeUndefined();
    expect(asked()).toBe(2);
  });

  it('let a service start before their publisher: it answers 503 until they are there', async () => {
    const clock = fakeClock();
    const { url, publish } = await publisher(outage);
    const verifyToken = createTokenVerifier({ keys: remoteKeys({ url, clock, logger }), audience: 'identity', clock });
    const { call } = library([route(getBestBook, async () => ({ body: book, etag: '1' }))], { verifyToken, clock });
    const sign = createTokenSigner({ privateKey: one.privateKey, clock }).sign;
    const ask = () => {
      const token = sign({ audience: 'identity', action: 'ViewBestBook', ctx: claimsOf() });
      return call(getBestBook).set('authorization', `Bearer ${token}`);
    };
    const early = await ask();
    expect([early.status, early.body.code, early.headers['retry-after']]).toEqual([503, 'gateway.unavailable', '1']);
    publish([one.publicKey]);
    clock.advance(1_000);
    expect((await ask()).status).toBe(200);
  });
});

const claimsOfToken = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).ctx;
