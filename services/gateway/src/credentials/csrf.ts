import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What proves one credential. */
export const csrfTokenOf = (key: Uint8Array, credentialToken: string): string =>
  createHmac('sha256', key).update(credentialToken).digest('base64url');

/**
 * What a page must send back as `x-csrf-token`, for all credentials that it carries: no page that cannot read our cookies can know it.
 * A page has one CSRF cookie, so it names the proof of each, with a dot between.
 */
export const csrfTokensOf = (key: Uint8Array, credentialTokens: readonly string[]): string =>
  credentialTokens.map((token) => csrfTokenOf(key, token)).join('.');

/** Whether what was sent as `x-csrf-token` proves this very credential. */
export function provesCredential(key: Uint8Array, credentialToken: string, sent = ''): boolean {
  const expected = csrfTokenOf(key, credentialToken);
  return sent.split('.').some((one) => isEqual(expected, one));
}

function isEqual(expected: string, sent: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(sent)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * Whether a browser says that a page of another origin makes it send this. Both fields are set by browsers alone, so a
 * program that sends neither is not refused here. `Origin: null` (a sandboxed frame, a redirect) is another origin.
 */
export function isCrossSite(headers: IncomingHttpHeaders, publicOrigin: string): boolean {
  if (headers.origin !== undefined && headers.origin !== publicOrigin) return true;
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
