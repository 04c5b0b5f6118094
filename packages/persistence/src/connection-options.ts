import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { ConnectionOptions, SslOptions } from 'mysql2';

const CONNECT_TIMEOUT_MS = 5_000;
/** A peer that vanished without a word is noticed within about 20 s, not after the kernel's two hours. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/**
 * What every connection of this platform has in common, from `mysql://user:password@host:port/schema`. With `?tls=verify`
 * the connection is encrypted, and the server's certificate and its name are checked; `&ca=<path of a PEM file>` names authorities
 * other than the system's.
 *
 * @throws Error when the URL has another parameter: one that is ignored would only seem to have an effect
 */
export function connectionOptions(url: string): ConnectionOptions {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const ssl = searchParams.size > 0 ? tlsOptions(hostname, Object.fromEntries(searchParams)) : undefined;
  return {
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    charset: 'utf8mb4_unicode_ci',
    timezone: 'Z',
    supportBigNumbers: true,
    bigNumberStrings: true,
    stringifyObjects: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAliveInitialDelay: KEEP_ALIVE_AFTER_MS,
    ...(ssl && { ssl }),
  };
}

function tlsOptions(host: string, { tls, ca, ...others }: Record<string, string>): SslOptions {
  if (tls !== 'verify' || Object.keys(others).length > 0) {
    const given = new URLSearchParams({ ...(tls && { tls }), ...(ca && { ca }), ...others });
    throw new Error(`The database URL may have the parameters tls=verify and ca, but it has ${given}.`);
  }
  // Given an address, the driver would look for `localhost` in the certificate.
  if (isIP(host)) throw new Error('The database URL must name its host as the certificate does, not by an address.');
  return { verifyIdentity: true, ...(ca && { ca: readFileSync(ca, 'utf8') }) };
}
