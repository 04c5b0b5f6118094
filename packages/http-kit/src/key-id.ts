import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** A public Ed25519 key as published. */
export interface PublicJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
}

/** The public half of an Ed25519 key, without anything else. Throws for other kinds of keys. */
export function publicJwk(key: KeyObject): PublicJwk {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const { x } = publicKey.export({ format: 'jwk' });
  if (publicKey.asymmetricKeyType !== 'ed25519' || x === undefined)
    throw new Error('Tokens are signed with Ed25519 keys');
  return { kty: 'OKP', crv: 'Ed25519', x };
}

/** The id of a key: its JWK thumbprint (RFC 7638), so a new key has a new id and nobody has to choose one. */
export function keyId(key: KeyObject): string {
  const { crv, kty, x } = publicJwk(key);
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}
