import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser says that a page of another origin makes it send this. Both fields are set by browsers alone, so a
 * program that sends neither is not refused here. `Origin: null` (a sandboxed frame, a redirect) is another origin.
 */
export function isCrossSite(headers: IncomingHttpHeaders, publicOrigin: string): boolean {
  if (headers.origin !== undefined && headers.origin !== publicOrigin) return true;
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
