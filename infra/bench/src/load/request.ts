import type { Reply } from './connection.js';

export interface RequestParts {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The bytes of one request, as a browser on the gateway's host would send it. */
export function requestBytes({ method, path, headers = {}, cookies = {}, body }: RequestParts): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body);
  const pairs = Object.entries(cookies).map(([name, value]) => `__Host-${name}=${value}`);
  const fields: Record<string, string> = {
    host: 'localhost',
    accept: 'application/json',
    'user-agent': 'genkan-bench',
    ...(pairs.length > 0 && { cookie: pairs.join('; ') }),
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
    }),
    ...headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${text}`);
}

/** The value of a `__Host-` cookie that an answer sets. */
export function cookieOf({ head }: Reply, name: string): string {
  const value = new RegExp(`\r\nset-cookie: __Host-${name}=([^;\r]+)`, 'i').exec(head)?.[1];
  if (!value) throw new Error(`the answer sets no cookie "${name}":\n${head}`);
  return value;
}

/** One of the addresses that are set aside for measurements (RFC 2544), as a trusted proxy would tell it. */
export const fromAddress = (number: number): { 'x-forwarded-for': string } => ({
  'x-forwarded-for': `198.${18 + ((number >> 16) & 1)}.${(number >> 8) & 255}.${number & 255}`,
});
