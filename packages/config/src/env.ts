import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { isGuessableKey, isGuessablePassword } from './guessable.js';
import { Secret } from './secret.js';
import { variable } from './variable.js';

const WHOLE_NUMBER = /^-?\d{1,15}$/;
const BASE64 = /^[\w+/-]+={0,2}$/;
const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Any text. */
export function text(options: { default?: string } = {}): z.ZodType<string> {
  return variable({ expects: 'a text', secret: false, ...options }, (value) => value);
}

/** A TCP port; 0 lets the system choose one. */
export function port(options: { default?: number } = {}): z.ZodType<number> {
  return integer({ min: 0, max: 65_535, ...options });
}

/** A whole number within its limits (both included). */
export function integer(options: { min?: number; max?: number; default?: number } = {}): z.ZodType<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = options;
  const range = [options.min ?? '…', options.max ?? '…'].join(' to ');
  const about = { expects: `a whole number (${range})`, secret: false, default: options.default?.toString() };
  return variable(about, (value) => {
    const number = Number(value);
    return WHOLE_NUMBER.test(value) && number >= min && number <= max ? number : undefined;
  });
}

/** A duration in milliseconds, written `1500`, `1500ms`, `30s`, `10m`, `12h` or `7d`. */
export function durationMs(byDefault?: number | string): z.ZodType<number> {
  const about = {
    expects: 'a duration such as 500ms, 30s, 10m, 12h or 7d',
    secret: false,
    default: byDefault?.toString(),
  };
  return variable(about, (value) => {
    const [, amount, unit = 'ms'] = /^(\d{1,12})(ms|s|m|h|d)?$/.exec(value) ?? [];
    return amount === undefined ? undefined : Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
  });
}

/** An absolute URL without a user name or password (see `secretUrl`); `protocols` such as `['https:']`. */
export function url(options: { protocols?: readonly string[]; default?: string } = {}): z.ZodType<URL> {
  const { protocols = ['http:', 'https:'] } = options;
  const about = {
    expects: `a URL (${protocols.join(', ')}) without credentials`,
    secret: false,
    default: options.default,
  };
  return variable(about, (value) => {
    const parsed = new URL(value);
    return protocols.includes(parsed.protocol) && !parsed.username && !parsed.password ? parsed : undefined;
  });
}

/** A URL that may hold a password, such as a database's; `.reveal()` gives its text. */
export function secretUrl(options: { protocols: readonly string[]; developmentDefault?: string }): z.ZodType<Secret> {
  const { protocols, developmentDefault } = options;
  const about = {
    expects: `a URL (${protocols.join(', ')})`,
    secret: true,
    developmentDefault,
    isGuessable: (value: string) => URL.canParse(value) && isGuessablePassword(new URL(value).password),
  };
  return variable(about, (value) => (protocols.includes(new URL(value).protocol) ? Secret.ofText(value) : undefined));
}

/** A secret that others made, such as the password of an account; a key is `secret`. */
export function password(): z.ZodType<Secret> {
  return variable({ expects: 'a password', secret: true, isGuessable: isGuessablePassword }, Secret.ofText);
}

/** Texts separated by commas; spaces around them and empty ones are dropped. Unset is an empty list unless `required`. */
export function list(options: { default?: readonly string[]; required?: boolean } = {}): z.ZodType<readonly string[]> {
  const byDefault = options.default?.join(',') ?? (options.required ? undefined : '');
  return variable({ expects: 'a list separated by commas', secret: false, default: byDefault }, (value) => {
    const items = itemsOf(value);
    return options.required && items.length === 0 ? undefined : items;
  });
}

/** What stands between the commas of a list, for variables whose items are more than text. */
export function itemsOf(value: string): string[] {
  const items = value.split(',').map((item) => item.trim());
  return items.filter((item) => item !== '');
}

/** A switch: `true` or `false`, nothing else, because "no" or "0" would be read as set by some. Unset is false. */
export function flag(options: { default?: boolean } = {}): z.ZodType<boolean> {
  const about = { expects: 'true or false', secret: false, default: String(options.default ?? false) };
  return variable(about, (value) => ({ true: true, false: false })[value]);
}

/** One of a closed set of texts. */
export function choice<const T extends string>(values: readonly T[], options: { default?: T } = {}): z.ZodType<T> {
  return variable({ expects: `one of ${values.join(', ')}`, secret: false, ...options }, (value) =>
    values.find((candidate) => candidate === value),
  );
}

/** A key of exactly `bytes` random bytes (32 unless told), in base64 or base64url. */
export function secret(options: { bytes?: number; developmentDefault?: string } = {}): z.ZodType<Secret> {
  const { bytes = 32, developmentDefault } = options;
  const expects = `${bytes} random bytes in base64`;
  return variable({ expects, secret: true, developmentDefault, isGuessable: isGuessableKey }, (value) =>
    isKey(value, bytes) ? Secret.ofBase64(value) : undefined,
  );
}

/** Keys of 32 random bytes each, in base64, separated by commas. Unset is an empty list. */
export function secrets(): z.ZodType<readonly Secret[]> {
  const expects = '32 random bytes in base64 each, separated by commas';
  const isGuessable = (value: string) => itemsOf(value).some(isGuessableKey);
  return variable({ expects, secret: true, default: '', isGuessable }, (value) => {
    const keys = itemsOf(value);
    return keys.every((key) => isKey(key, 32)) ? keys.map(Secret.ofBase64) : undefined;
  });
}

const isKey = (text: string, bytes: number): boolean =>
  BASE64.test(text) && Buffer.from(text, 'base64').length === bytes;

/** A password or API key that another party chose, so of no particular form. */
export function secretText(options: { minLength?: number; developmentDefault?: string } = {}): z.ZodType<Secret> {
  const { minLength = 1, developmentDefault } = options;
  const expects = `a text of at least ${minLength} characters`;
  return variable({ expects, secret: true, developmentDefault, isGuessable: isGuessablePassword }, (value) =>
    value.length >= minLength ? Secret.ofText(value) : undefined,
  );
}

/** A private key: PEM text (line ends may be written `\n`), or `file:<path>` of a PEM file. A KeyObject prints nothing of itself. */
export function pemPrivateKey(options: { type?: 'ed25519' | 'rsa' | 'ec' } = {}): z.ZodType<KeyObject> {
  const expects = `a private key${options.type ? ` (${options.type})` : ''} as PEM text or file:<path>`;
  return variable({ expects, secret: true }, (value) => {
    const key = createPrivateKey(pemOf(value));
    return options.type === undefined || key.asymmetricKeyType === options.type ? key : undefined;
  });
}

/** Certificates, the first of which can be read: PEM text, or `file:<path>` of a PEM file. Gives the PEM text. */
export function pemCertificates(): z.ZodType<string> {
  return variable({ expects: 'certificates as PEM text or file:<path>', secret: false }, (value) => {
    const pem = pemOf(value);
    return new X509Certificate(pem) && pem;
  });
}

function pemOf(value: string): string {
  return value.startsWith('file:') ? readFileSync(value.slice('file:'.length), 'utf8') : value.replaceAll('\\n', '\n');
}

/** The path of a file that can be read; made absolute. */
export function file(options: { default?: string } = {}): z.ZodType<string> {
  return variable({ expects: 'the path of a readable file', secret: false, ...options }, (value) => {
    accessSync(value, constants.R_OK);
    return statSync(value).isFile() ? resolve(value) : undefined;
  });
}

/** The path of an existing folder; made absolute. */
export function folder(options: { default?: string } = {}): z.ZodType<string> {
  return variable({ expects: 'the path of an existing folder', secret: false, ...options }, (value) =>
    statSync(value).isDirectory() ? resolve(value) : undefined,
  );
}
