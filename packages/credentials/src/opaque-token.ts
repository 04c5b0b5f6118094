import { createHash } from 'node:crypto';

/** 256 bits, 43 characters of base64url: nobody guesses one, so a plain SHA-256 protects the stored form. */
export const TOKEN_BYTES = 32;

/** A new token for a cookie or a link; only its hash is ever stored. */
export function drawToken(ids: { token(bytes: number): string }): string {
  return ids.token(TOKEN_BYTES);
}

/** SHA-256 of a token, 32 bytes: what is stored and looked up. */
export function tokenDigest(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** SHA-256 of a token in hexadecimal (64 characters). */
export function hashToken(token: string): string {
  return tokenDigest(token).toString('hex');
}
