import type { ConnectionOptions } from 'mysql2';

const CONNECT_TIMEOUT_MS = 5_000;
/** A peer that vanished without a word is noticed within about 20 s, not after the kernel's two hours. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/**
 * What every connection of this platform has in common, from `mysql://user:password@host:port/schema`. With `?tls=verify`
 * the connection is encrypted and the server's certificate checked (own authorities: NODE_EXTRA_CA_CERTS).
 *
 * @throws Error when the URL has another parameter: one that is ignored would only seem to have an effect
 */
export function connectionOptions(url: string): ConnectionOptions {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const parameters = [...searchParams].map(([name, value]) => `${name}=${value}`);
  if (parameters.some((parameter) => parameter !== 'tls=verify')) {
    throw new Error(`The database URL may have the parameter tls=verify, but it has ${parameters.join(' and ')}.`);
  }
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
    ...(parameters.length > 0 ? { ssl: {} } : {}),
  };
}
