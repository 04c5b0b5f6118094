import { INTERNAL_TOKEN_TYPE, internalToken } from '@genkan/contracts/internal-token';
import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { testCtx } from './test-ctx.js';
import { callToken, testKeys } from './test-keys.js';

describe('callToken', () => {
  it('makes the token that the gateway would, which the published key verifies', async () => {
    const { privateKey, jwks } = await testKeys();
    const ctx = testCtx();
    const token = await callToken({ audience: 'identity', action: 'SignIn', ctx, privateKey });
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(jwks), {
      audience: 'identity',
      issuer: 'gateway',
      typ: INTERNAL_TOKEN_TYPE,
      algorithms: ['EdDSA'],
    });
    const claims = internalToken.parse(payload);
    expect(claims).toMatchObject({ action: 'SignIn', ctx: { requestId: ctx.requestId } });
    expect(claims.exp - claims.iat).toBe(60);
    expect(protectedHeader.kid).toBe(jwks.keys[0]?.kid);
    expect(JSON.stringify(payload)).not.toContain('recording');
  });

  it('makes an expired token when told an earlier time', async () => {
    const { privateKey, publicKey } = await testKeys();
    const now = new Date(Date.now() - 61_000);
    const token = await callToken({ audience: 'identity', action: 'SignIn', ctx: testCtx(), privateKey, now });
    await expect(jwtVerify(token, publicKey)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });

  it('makes a token that another key refuses', async () => {
    const [ours, theirs] = await Promise.all([testKeys(), testKeys()]);
    const call = { audience: 'identity', action: 'SignIn', ctx: testCtx() };
    const token = await callToken({ ...call, privateKey: theirs.privateKey });
    await expect(jwtVerify(token, ours.publicKey)).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
  });
});
