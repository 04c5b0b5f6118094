import type { Answer } from './answer.js';
import type { Call } from './call.js';
import { publicHostOf } from './request-target.js';
import { isSafe } from './safe-methods.js';

/**
 * Sends readers who came by an address of this machine to the portal's one name: a page that they open there could not write (its
 * origin is another one), and has none of their cookies. Undefined for all others; programs may write by any name.
 */
export function createRedirect({ publicOrigin }: { readonly publicOrigin: string }) {
  const { isOtherName } = publicHostOf(publicOrigin);
  return ({ method, path, query, request }: Call): Answer | undefined => {
    if (!isSafe(method) || !path.startsWith('/') || !isOtherName(request.headers.host ?? '')) return undefined;
    // Parsed as a whole, never relative to the origin: a path such as `//evil.example` stays a path.
    const { href } = new URL(`${publicOrigin}${path}${query && `?${query}`}`);
    return { status: 308, headers: [['location', href]], body: null, code: null, isRecorded: false, changes: [] };
  };
}
