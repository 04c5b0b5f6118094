import { fileURLToPath } from 'node:url';
import { clockVariables } from '@genkan/config/clock';
import { choice, folder, integer, list, port, secret, secrets, secretUrl, text, url } from '@genkan/config/env';
import { LOG_LEVELS } from '@genkan/observability/logger';
import { z } from 'zod';

/** The rules that are shipped with the service. */
const shippedRules = fileURLToPath(new URL('../../rules', import.meta.url));

/** What identity is told from outside. */
export const environment = z.object({
  HOST: text({ default: '127.0.0.1' }).describe('Address that it listens on'),
  PORT: port({ default: 4401 }).describe('Port of the service'),
  DATABASE_URL: secretUrl({ protocols: ['mysql:'] }).describe('Own schema'),
  KAFKA_BROKERS: list({ required: true }).describe('Brokers as host:port, separated by commas'),
  GATEWAY_JWKS_URL: url().describe('Where the public keys of the gateway are read'),
  VERIFICATION_JWKS_URL: url().describe('Where the public keys of verification are read'),
  SEALING_KEY: secret().describe('Seals personal data at rest'),
  SEALING_KEYS_OLD: secrets().describe('Keys that sealed before, separated by commas: they still open'),
  LOOKUP_KEY: secret().describe('Makes blind indexes of login ids and phone numbers; cannot be changed later'),
  DEVICE_KEY: secret().describe('Signs device cookies'),
  CURSOR_KEY: secret().describe('Signs the cursors of pages'),
  DRAFTS_PER_HOUR: integer({ min: 1, default: 20 }).describe(
    'Sign-ups that one network (IPv6: /64) may begin in an hour',
  ),
  PASSWORD_MAX_LENGTH: integer({ min: 16, max: 128, default: 16 }).describe('Longest password of a member'),
  RULES_FOLDER: folder({ default: shippedRules }).describe('Registration rules and texts of terms'),
  LOG_LEVEL: choice(LOG_LEVELS, { default: 'info' }).describe('Least level that is logged'),
  ...clockVariables,
});

export type Config = z.output<typeof environment>;
