import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { databaseVariables, kafkaConnection, kafkaVariables } from './backing-variables.js';
import { loadConfig } from './load-config.js';

const schema = z.object({ ...databaseVariables, ...kafkaVariables });
const here = { DATABASE_URL: 'mysql://u:p@127.0.0.1:3306/x', KAFKA_BROKERS: 'localhost:9092,[::1]:9092' };
const elsewhere = { DATABASE_URL: 'mysql://u:p@db:3306/x', KAFKA_BROKERS: 'localhost:9092,kafka:9092' };
const account = { KAFKA_USER: 'audit', KAFKA_PASSWORD: 'drawn' };
const connectionOf = (variables: Record<string, string>) => kafkaConnection(loadConfig(schema, variables));

describe('the variables of database and brokers', () => {
  it.each([{}, { NODE_ENV: 'production' }, { NODE_ENV: 'develpment' }, { NODE_ENV: 'test' }])(
    'let nothing leave this machine in clear with %j',
    (environment) => {
      expect(() => loadConfig(schema, { ...environment, ...elsewhere })).toThrow(
        /DATABASE_URL: leads to another machine in clear.*\n.*KAFKA_BROKERS: lie on other machines/,
      );
      const withCa = { ...here, KAFKA_BROKERS: 'kafka:9092', KAFKA_CA: '' };
      expect(() => loadConfig(schema, { ...environment, ...withCa })).toThrow('KAFKA_BROKERS');
      const lookalike = { ...here, DATABASE_URL: 'mysql://u:p@127.0.0.1.example.com:3306/x' };
      expect(() => loadConfig(schema, { ...environment, ...lookalike })).toThrow('DATABASE_URL');
      loadConfig(schema, { ...environment, ...here });
      const encrypted = { ...elsewhere, ...account, DATABASE_URL: `${elsewhere.DATABASE_URL}?tls=verify` };
      loadConfig(schema, { ...environment, ...encrypted });
    },
  );

  it('say nothing against it in development', () => {
    expect(connectionOf({ NODE_ENV: 'development', ...elsewhere })).toEqual({
      brokers: ['localhost:9092', 'kafka:9092'],
    });
  });

  it('give a password over TLS only', () => {
    expect(connectionOf({ ...here, ...account })).toMatchObject({
      ssl: {},
      sasl: { mechanism: 'scram-sha-512', username: 'audit', password: 'drawn' },
    });
  });

  it.each([
    ['KAFKA_USER', 'audit', 'KAFKA_PASSWORD'],
    ['KAFKA_PASSWORD', 'drawn', 'KAFKA_USER'],
    [
      'KAFKA_KEY',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      'KAFKA_CERTIFICATE',
    ],
  ])('do not take %s alone', (name, value, other) => {
    expect(() => loadConfig(schema, { ...here, [name]: value })).toThrow(`${other}: is missing, ${name} needs it`);
  });

  it('refuse what cannot be read, without repeating it', () => {
    const given = { DATABASE_URL: 'secret', KAFKA_BROKERS: 'a b:c' };
    expect(() => loadConfig(schema, given)).toThrow(
      expect.objectContaining({
        problems: [
          expect.stringMatching('KAFKA_BROKERS: lie on'),
          expect.stringMatching('DATABASE_URL: expected a URL'),
        ],
        message: expect.not.stringContaining('secret'),
      }),
    );
  });

  it('refuse what is no certificate', () => {
    const given = { ...here, KAFKA_CA: '-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----' };
    expect(() => loadConfig(schema, given)).toThrow('KAFKA_CA: expected certificates as PEM text');
  });
});
