import { type CallContext, callContext } from '@genkan/contracts/call-context';
import { INTERNAL_TOKEN_SECONDS, INTERNAL_TOKEN_TYPE, type InternalToken } from '@genkan/contracts/internal-token';
import { type CryptoKey, exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';

const KEY_ID = 'test';

export interface TestKeys {
  /** Signs as the gateway does. */
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** What the gateway would publish. */
  readonly jwks: JSONWebKeySet;
}

/** A new Ed25519 key pair. */
export async function testKeys(): Promise<TestKeys> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'EdDSA', use: 'sig' };
  return { privateKey, publicKey, jwks: { keys: [jwk] } };
}

/**
 * The token with which the gateway would call: send it as `Authorization: Bearer`. `audience` is the service, `action` the
 * endpoint's, `ctx` may be a whole `Ctx`; valid for 60 s from `now`.
 */
export async function callToken(call: {
  readonly audience: string;
  readonly action: string;
  readonly ctx: CallContext;
  readonly privateKey: CryptoKey;
  readonly now?: Date;
}): Promise<string> {
  const iat = Math.floor((call.now ?? new Date()).getTime() / 1_000);
  const claims: InternalToken = {
    iss: 'gateway',
    aud: call.audience,
    action: call.action,
    iat,
    exp: iat + INTERNAL_TOKEN_SECONDS,
    ctx: callContext.parse(call.ctx),
  };
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: INTERNAL_TOKEN_TYPE, kid: KEY_ID })
    .sign(call.privateKey);
}
