import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Tokens } from './cookies.js';

/** The token that a page must send back as `x-csrf-token`: whoever cannot read our cookies cannot know it. */
export const csrfTokenOf = (key: Uint8Array, credentialToken: string): string =>
  createHmac('sha256', key).update(credentialToken).digest('base64url');

/** Whether a request that carries credentials proves that it comes from a page that may read our cookies. */
export function provesOrigin(key: Uint8Array, sent: string | undefined, { session, draft }: Tokens): boolean {
  const carried = [session, draft].filter((token) => token !== undefined);
  return carried.length === 0 || carried.some((token) => isEqual(csrfTokenOf(key, token), sent ?? ''));
}

function isEqual(expected: string, sent: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(sent)];
  return one.length === other.length && timingSafeEqual(one, other);
}
