import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { fakeClock } from '@genkan/testing/fake-clock';
import { describe, expect, it } from '@jest/globals';
import { exportJWK, jwtVerify, SignJWT } from 'jose';
import request from 'supertest';
import { createTokenSigner, createTokenVerifier } from '../../src/internal-token.js';
import { localKeys } from '../../src/jwks.js';
import { keyId } from '../../src/key-id.js';
import { createProofSigner, createProofVerifier } from '../../src/proof-token.js';
import { TokenRefused } from '../../src/signed-token.js';
import { getBestBook } from '../fixtures/book-contracts.js';
import { claimsOf, library } from '../fixtures/library.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const clock = fakeClock();
const now = Math.floor(clock.now().getTime() / 1_000);
const verify = createTokenVerifier({ keys: localKeys([publicKey]), audience: 'identity', clock });
const sign = createTokenSigner({ privateKey, clock }).sign;

const good = {
  header: { alg: 'EdDSA', typ: 'genkan-call+jwt', kid: keyId(publicKey) } as Record<string, unknown>,
  claims: { iss: 'gateway', aud: 'identity', action: 'SignIn', iat: now, exp: now + 60, ctx: claimsOf() } as Record<
    string,
    unknown
  >,
};

/** A token by a foreign hand: any header, any claims, honestly signed by jose. */
function made(changes: { header?: object; claims?: object; key?: KeyObject }): Promise<string> {
  const header = { ...good.header, ...changes.header } as { alg: string };
  return new SignJWT({ ...good.claims, ...changes.claims }).setProtectedHeader(header).sign(changes.key ?? privateKey);
}
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const reasonOf = (token: string | Promise<string>, action = 'SignIn') =>
  Promise.resolve(token)
    .then((text) => verify(text, action))
    .then(
      () => 'accepted',
      (error) => (error instanceof TokenRefused ? error.reason : error),
    );

describe('the token of a call', () => {
  it('made by the gateway gives its context to the named service and action', async () => {
    const ctx = claimsOf();
    expect(await verify(sign({ audience: 'identity', action: 'SignIn', ctx }), 'SignIn')).toEqual(ctx);
  });

  it('is what jose calls valid, and a valid one of jose is accepted', async () => {
    const token = sign({ audience: 'identity', action: 'SignIn', ctx: claimsOf() });
    const checks = { algorithms: ['EdDSA'], typ: 'genkan-call+jwt', audience: 'identity', currentDate: clock.now() };
    expect((await jwtVerify(token, publicKey, checks)).payload).toMatchObject({ iat: now, exp: now + 60 });
    expect(await reasonOf(made({}))).toBe('accepted');
  });

  it.each([
    ['another kind', { typ: 'genkan-proof+jwt' }, 'type'],
    ['no kind', { typ: undefined }, 'type'],
    ['the common kind', { typ: 'JWT' }, 'type'],
    ['no key id', { kid: undefined }, 'key'],
    ['a foreign key id', { kid: 'toString' }, 'key'],
    ['a critical extension', { crit: ['exp'], exp: 1 }, 'malformed'],
  ])('with %s in its header is refused', async (_what, header, reason) => {
    const token = `${encode({ ...good.header, ...header })}.${encode(good.claims)}.${'A'.repeat(86)}`;
    expect(await reasonOf(token)).toBe(reason);
  });

  it('with the algorithm "none" is refused', async () => {
    for (const alg of ['none', 'None', 'NONE', '']) {
      expect(await reasonOf(`${encode({ ...good.header, alg })}.${encode(good.claims)}.`)).toBe('malformed');
      expect(await reasonOf(`${encode({ ...good.header, alg })}.${encode(good.claims)}.AA`)).toBe('algorithm');
    }
  });

  it('with HS256 and the public key as its secret is refused', async () => {
    const signed = `${encode({ ...good.header, alg: 'HS256' })}.${encode(good.claims)}`;
    for (const secret of [
      publicKey.export({ format: 'pem', type: 'spki' }),
      String(publicKey.export({ format: 'jwk' }).x),
    ]) {
      const signature = createHmac('sha256', secret).update(signed).digest('base64url');
      expect(await reasonOf(`${signed}.${signature}`)).toBe('algorithm');
    }
  });

  it('that brings its own key is not believed', async () => {
    const jwk = await exportJWK(stranger.publicKey);
    for (const header of [
      { jwk },
      { jku: 'http://127.0.0.1:1/keys' },
      { x5u: 'http://127.0.0.1:1/cert' },
      { x5c: ['AA=='] },
    ]) {
      expect(await reasonOf(made({ header, key: stranger.privateKey }))).toBe('signature');
      expect(
        await reasonOf(made({ header: { ...header, kid: keyId(stranger.publicKey) }, key: stranger.privateKey })),
      ).toBe('key');
      // Signed by the gateway, such a header changes nothing: it is ignored.
      expect(await reasonOf(made({ header }))).toBe('accepted');
    }
  });

  it.each(['iss', 'aud', 'action', 'iat', 'exp', 'ctx'])('without the claim %s is refused', async (claim) => {
    expect(await reasonOf(made({ claims: { [claim]: undefined } }))).toBe('claims');
  });

  it.each(Object.keys(claimsOf()))('without %s in its context is refused', async (name) => {
    expect(await reasonOf(made({ claims: { ctx: { ...claimsOf(), [name]: undefined } } }))).toBe('claims');
  });

  it.each([
    ['another issuer', { iss: 'identity' }, 'claims'],
    ['another audience', { aud: 'verification' }, 'action'],
    ['a list of audiences', { aud: ['identity', 'verification'] }, 'claims'],
    ['another action', { action: 'EndSession' }, 'action'],
    ['its end in the past', { iat: now - 60, exp: now }, 'time'],
    ['its beginning in the future', { iat: now + 6, exp: now + 60 }, 'time'],
    ['a life of 61 seconds', { exp: now + 61 }, 'time'],
    ['a life of a year', { exp: now + 31_536_000 }, 'time'],
    ['an end before its beginning', { iat: now + 4, exp: now + 3 }, 'time'],
    ['a time in the future from which it counts', { nbf: now + 6 }, 'time'],
    ['such a time as a text', { nbf: String(now) }, 'claims'],
    ['its end as a text', { exp: String(now + 60) }, 'claims'],
    ['a broken account number', { ctx: { ...claimsOf(), accountNo: "1' OR 1=1" } }, 'claims'],
  ])('with %s is refused', async (_what, claims, reason) => {
    expect(await reasonOf(made({ claims }))).toBe(reason);
  });

  it('is accepted to its last second, and by a clock that is five seconds behind', async () => {
    expect(await reasonOf(made({ claims: { iat: now - 59, exp: now + 1 } }))).toBe('accepted');
    expect(await reasonOf(made({ claims: { iat: now + 5, exp: now + 65 } }))).toBe('accepted');
    expect(await reasonOf(made({ claims: { nbf: now + 5 } }))).toBe('accepted');
  });

  it('may be sent many times while it lives, for its own action alone, and no second longer', async () => {
    const travelling = fakeClock();
    const check = createTokenVerifier({ keys: localKeys([publicKey]), audience: 'identity', clock: travelling });
    const ctx = claimsOf();
    const token = sign({ audience: 'identity', action: 'SignIn', ctx });
    for (const times of [1, 2, 3]) expect([times, await check(token, 'SignIn')]).toEqual([times, ctx]);
    await expect(check(token, 'EndSession')).rejects.toThrow('action');
    await expect(check(`${token}x`, 'SignIn')).rejects.toThrow('signature');
    travelling.advance(59_000);
    expect(await check(token, 'SignIn')).toEqual(ctx);
    travelling.advance(1_000);
    await expect(check(token, 'SignIn')).rejects.toThrow('time');
  });

  it('with one changed character is refused', async () => {
    const token = sign({ audience: 'identity', action: 'SignIn', ctx: claimsOf() });
    for (let at = 0; at < token.length - 1; at += 7) {
      const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
      expect(await reasonOf(changed)).not.toBe('accepted');
    }
  });

  it.each(['', '.', '..', 'a.b', 'a.b.c.d', 'a.b.c', `${'a'.repeat(13_000)}.b.c`, 'bnVsbA.e30.AA', '🐟.🐟.🐟'])(
    'that reads %.20s is refused',
    async (token) => {
      expect(await reasonOf(token)).toBe('malformed');
    },
  );
});

describe('a service', () => {
  it.each([
    ['no header', undefined],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['no token', 'Bearer '],
    ['two tokens', 'Bearer a.b.c d.e.f'],
    ['garbage', 'Bearer a.b.c'],
  ])('answers 401 to %s', async (_what, authorization) => {
    const call = request(library().app).get('/api/v1/books/best');
    const answer = await (authorization ? call.set({ authorization }) : call);
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('gateway.unauthenticated');
  });

  it('answers 401 to the token of another action, logs why, and tells the caller nothing of it', async () => {
    const { app, token, logged } = library();
    const answer = await request(app)
      .get('/api/v1/books/best')
      .set('authorization', `Bearer ${token('ViewBook')}`);
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain('action');
    expect(logged).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        err: expect.objectContaining({ message: 'The token was refused: action' }),
      }),
    );
  });

  it('does not read the body of a caller without a token', async () => {
    const answer = await request(library().app).post('/api/v1/books').set('content-type', 'application/json').send('{');
    expect(answer.status).toBe(401);
  });

  it('names the request as the gateway does', async () => {
    const ctx = claimsOf({});
    const answer = await library().call(getBestBook, { ctx });
    expect(answer.status).toBe(403);
    expect(answer.body.requestId).toBe(ctx.requestId);
  });
});

describe('a proof', () => {
  const facts = {
    jti: '019ab000-0000-7000-8000-000000000001',
    purpose: 'registration-email',
    subject: 'draft-1',
    channel: 'email',
    target: 'k@example.com',
  } as const;
  const proofs = { sign: createProofSigner({ privateKey, clock }).sign };
  const redeem = createProofVerifier({ keys: localKeys([publicKey]), clock });

  it('says what was proven, and lives ten minutes', async () => {
    expect(await redeem(proofs.sign(facts))).toEqual({
      iss: 'verification',
      aud: 'identity',
      iat: now,
      exp: now + 600,
      ...facts,
    });
  });

  it('is no token of a call, and such a token is no proof', async () => {
    await expect(redeem(sign({ audience: 'identity', action: 'SignIn', ctx: claimsOf() }))).rejects.toThrow('type');
    expect(await reasonOf(proofs.sign(facts))).toBe('type');
  });

  it('for another service, or older than ten minutes, is refused', async () => {
    const header = { typ: 'genkan-proof+jwt' };
    const claims = { iss: 'verification', ...facts, exp: now + 600 };
    await expect(made({ header, claims }).then(redeem)).resolves.toMatchObject(facts);
    await expect(made({ header, claims: { ...claims, aud: 'audit' } }).then(redeem)).rejects.toThrow('claims');
    await expect(made({ header, claims: { ...claims, iat: now - 600, exp: now } }).then(redeem)).rejects.toThrow(
      'time',
    );
  });
});
