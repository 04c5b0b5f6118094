import { type Answer, answerOf } from './answer.js';
import { type Call, isSafe } from './call.js';

/** An absolute form: scheme, authority, and what stands behind it. */
const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/i;
const LOOPBACK_ADDRESS = /^(?:127(?:\.\d{1,3}){3}|\[::1\])$/;
const LOOPBACK_NAME = /^(?:.+\.)?localhost$/;

/** The hosts, with their ports, that clients call us by. */
export interface PublicHost {
  /** As in the public URL. */
  readonly name: string;
  isOurs(host: string): boolean;
  /** Whether it is this machine's address in place of the name that the public URL has: to a browser those are two origins. */
  isOtherName(host: string): boolean;
}

export function publicHostOf(publicOrigin: string): PublicHost {
  const { host: name, hostname, port } = new URL(publicOrigin);
  const suffix = port && `:${port}`;
  const isOtherName = (host: string) =>
    LOOPBACK_NAME.test(hostname) &&
    host.endsWith(suffix) &&
    LOOPBACK_ADDRESS.test(host.slice(0, host.length - suffix.length));
  return { name, isOurs: (host) => host.toLowerCase() === name || isOtherName(host), isOtherName };
}

/**
 * Path and query of a request target. The absolute form names a host too, which counts instead of the Host field (RFC 9112, 3.2.2):
 * undefined when that is not ours.
 */
export function originForm(target: string, { isOurs }: PublicHost): string | undefined {
  const [, host, rest = ''] = ABSOLUTE.exec(target) ?? [];
  if (host === undefined) return target;
  if (!isOurs(host)) return undefined;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/**
 * Sends readers who came by an address of this machine to the portal's one name: a page that they open there could not write (its
 * origin is another one), and has none of their cookies. Undefined for all others; programs may write by any name.
 */
export function createRedirect(publicOrigin: string) {
  const { isOtherName } = publicHostOf(publicOrigin);
  return ({ method, path, query, request }: Call): Answer | undefined => {
    if (!isSafe(method) || !path.startsWith('/') || !isOtherName(request.headers.host ?? '')) return undefined;
    // Parsed as a whole, never relative to the origin: a path such as `//evil.example` stays a path.
    const { href } = new URL(`${publicOrigin}${path}${query && `?${query}`}`);
    return answerOf(308, [['location', href]], null);
  };
}
