import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigError } from './config-error.js';
import {
  choice,
  durationMs,
  file,
  flag,
  folder,
  integer,
  list,
  pemPrivateKey,
  port,
  secret,
  secrets,
  secretText,
  secretUrl,
  text,
  url,
} from './env.js';
import { loadConfig } from './load-config.js';
import { developmentOnly } from './variable.js';

const scratch = mkdtempSync(join(tmpdir(), 'genkan-config-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const key = randomBytes(32).toString('base64');
const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The value of one variable, or the problems that its text causes. */
function read(schema: z.ZodType, value: string | undefined, options: { production?: boolean } = {}): unknown {
  try {
    return loadConfig(z.object({ IT: schema }), { IT: value }, options).IT;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

describe('loadConfig', () => {
  it('gives typed values', () => {
    const schema = z.object({
      PORT: port(),
      NAME: text(),
      IDLE: durationMs('30m'),
      BROKERS: list(),
      PROXY: url().optional(),
    });
    const config = loadConfig(schema, { PORT: '8080', NAME: 'identity', BROKERS: 'a:1, b:2,' });
    const typed: { PORT: number; NAME: string; IDLE: number; BROKERS: readonly string[]; PROXY?: URL | undefined } =
      config;
    expect(typed).toEqual({ PORT: 8080, NAME: 'identity', IDLE: 1_800_000, BROKERS: ['a:1', 'b:2'] });
  });

  it('reports all problems at once, by name', () => {
    const schema = z.object({ PORT: port(), SEAL_KEY: secret(), LEVEL: choice(['info', 'debug']), OK: text() });
    const load = () => loadConfig(schema, { PORT: '70000', LEVEL: 'loud', OK: 'yes' });
    expect(load).toThrow(
      [
        'The environment cannot be used:',
        '  PORT: expected a whole number (0 to 65535)',
        '  SEAL_KEY: is missing, expected 32 random bytes in base64',
        '  LEVEL: expected one of info, debug',
      ].join('\n'),
    );
  });

  it('never shows a value, whatever is wrong with it', () => {
    const canary = 'canary-7f3a';
    const builders = [
      port(),
      url(),
      integer(),
      durationMs(),
      flag(),
      secret(),
      pemPrivateKey(),
      file(),
      folder(),
      choice(['a']),
    ];
    const secrets = [secretUrl({ protocols: ['mysql:'] }), secretText({ minLength: 100 }), z.string().regex(/^x/)];
    for (const schema of [...builders, ...secrets]) {
      const problems = read(schema, canary);
      expect(problems).toHaveLength(1);
      expect(String(problems)).not.toContain(canary);
    }
  });

  it('takes an empty value for an unset one', () => {
    expect(read(integer({ default: 5 }), '')).toBe(5);
    expect(read(text(), '')).toEqual(['IT: is missing, expected a text']);
  });

  it('reports what a rule over several variables finds', () => {
    const schema = z
      .object({ MIN: integer(), MAX: integer() })
      .refine(({ MIN, MAX }) => MIN <= MAX, 'MIN must not be above MAX');
    expect(() => loadConfig(schema, { MIN: '2', MAX: '1' })).toThrow('MIN must not be above MAX');
  });

  it.each([
    [port(), '0', 0],
    [port(), '65535', 65_535],
    [integer({ min: -5 }), '-5', -5],
    [durationMs(), '1500', 1_500],
    [durationMs(), '250ms', 250],
    [durationMs(), '10m', 600_000],
    [durationMs(), '7d', 604_800_000],
    [durationMs(42), undefined, 42],
    [list(), undefined, []],
    [list({ default: ['a', 'b'] }), undefined, ['a', 'b']],
    [secrets(), undefined, []],
    [flag(), undefined, false],
    [flag(), 'true', true],
    [flag({ default: true }), 'false', false],
    [folder(), scratch, scratch],
  ])('reads example %#: %j', (schema, value, expected) => {
    expect(read(schema, value)).toEqual(expected);
  });

  it('reads the keys of a list, each as it stands', () => {
    const keys = [randomBytes(32), randomBytes(32)];
    const read = loadConfig(z.object({ OLD: secrets() }), {
      OLD: keys.map((key) => key.toString('base64')).join(', '),
    });
    expect(read.OLD.map((key) => Buffer.from(key.bytes()))).toEqual(keys);
  });

  it.each([
    [port(), '65536'],
    [port(), '-1'],
    [port(), ' 80'],
    [port(), '1e3'],
    [port(), '0x50'],
    [integer({ min: 1, max: 3 }), '4'],
    [integer(), '1.5'],
    [integer(), '99999999999999999999'],
    [durationMs(), '10 minutes'],
    [durationMs(), '-5s'],
    [url(), 'ftp://host'],
    [url(), 'https://user:password@host'],
    [url(), 'not a url'],
    [list({ required: true }), ' , '],
    [flag(), 'yes'],
    [secret(), randomBytes(31).toString('base64')],
    [secret(), `${key}!`],
    [secrets(), `${key},x`],
    [pemPrivateKey(), 'file:/nowhere/key.pem'],
    [pemPrivateKey({ type: 'rsa' }), pem],
    [file(), scratch],
    [folder(), join(scratch, 'missing')],
  ])('refuses example %#: %j', (schema, value) => {
    expect(String(read(schema, value))).toMatch(/^IT: (expected|is missing)/);
  });
});

describe('a secret', () => {
  it('gives its bytes and its text, and prints neither', () => {
    const { KEY, URL_ } = loadConfig(z.object({ KEY: secret(), URL_: secretUrl({ protocols: ['mysql:'] }) }), {
      KEY: key,
      URL_: 'mysql://genkan:pw@db/identity',
    });
    expect(KEY.bytes()).toEqual(Buffer.from(key, 'base64'));
    expect(URL_.reveal()).toBe('mysql://genkan:pw@db/identity');
    for (const printed of [
      `${KEY}`,
      JSON.stringify({ KEY }),
      inspect({ KEY }),
      inspect({ URL_ }, { showHidden: true }),
    ]) {
      expect(printed).toContain('[secret]');
      expect(printed).not.toContain(key);
      expect(printed).not.toContain('pw');
    }
  });

  it('uses its development default outside production only', () => {
    const schema = secretText({ developmentDefault: 'for-my-machine' });
    expect(String(read(schema, undefined))).toBe('[secret]');
    expect(read(schema, undefined, { production: true })).toEqual([
      'IT: is missing, expected a text of at least 1 characters',
    ]);
    expect(read(schema, 'for-my-machine', { production: true })).toEqual([
      'IT: is a well-known value, make one of your own',
    ]);
  });

  it.each([
    [secret(), Buffer.alloc(32).toString('base64')],
    [secret(), Buffer.alloc(32, 'abcd').toString('base64')],
    [secretText(), 'changeme'],
    [secretText(), 'Secret'],
    [secretUrl({ protocols: ['mysql:'] }), 'mysql://genkan:change-me@db/identity'],
  ])('refuses the well-known example %# in production', (schema, value) => {
    expect(read(schema, value, { production: true })).toEqual(['IT: is a well-known value, make one of your own']);
    expect(String(read(schema, value))).toBe('[secret]');
  });

  it('accepts a drawn one in production, NODE_ENV being the default', () => {
    expect(String(read(secret(), key, { production: true }))).toBe('[secret]');
    const load = () =>
      loadConfig(z.object({ KEY: secret() }), { NODE_ENV: 'production', KEY: Buffer.alloc(32).toString('base64') });
    expect(load).toThrow(ConfigError);
  });

  it('reads a private key from PEM text, from one line and from a file, and prints none of it', () => {
    const path = join(scratch, 'key.pem');
    writeFileSync(path, pem);
    for (const value of [pem, pem.replaceAll('\n', '\\n'), `file:${path}`]) {
      const loaded = read(pemPrivateKey({ type: 'ed25519' }), value);
      expect(loaded).toMatchObject({ type: 'private', asymmetricKeyType: 'ed25519' });
      expect(inspect(loaded) + JSON.stringify(loaded)).not.toContain('PRIVATE KEY--');
    }
  });
});

describe('developmentOnly', () => {
  it('refuses a set variable in production and accepts an unset one', () => {
    const schema = developmentOnly(text().optional());
    expect(read(schema, 'x', { production: true })).toEqual(['IT: must not be set in production']);
    expect(read(schema, undefined, { production: true })).toBeUndefined();
    expect(read(schema, 'x')).toBe('x');
  });
});
