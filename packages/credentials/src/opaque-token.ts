import { createHash } from 'node:crypto';
import { equalInConstantTime } from './constant-time.js';

/** 256 bits, 43 characters of base64url: nobody guesses one, so a plain SHA-256 protects the stored form. */
export const TOKEN_BYTES = 32;

const FORM = /^[\w-]{43}$/;

/** A new token for a cookie or a link; only its hash is ever stored. */
export function drawToken(ids: { token(bytes: number): string }): string {
  return ids.token(TOKEN_BYTES);
}

/** Whether a text can be a token at all; what cannot is refused without asking the database. */
export function isTokenShaped(text: string): boolean {
  return FORM.test(text);
}

/** SHA-256 of a token, 32 bytes: what is stored and looked up. */
export function tokenDigest(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** SHA-256 of a token in hexadecimal (64 characters). */
export function hashToken(token: string): string {
  return tokenDigest(token).toString('hex');
}

/** Whether a token belongs to a stored hash, in constant time. */
export function matchesTokenHash(token: string, hash: string): boolean {
  return equalInConstantTime(hashToken(token), hash);
}
