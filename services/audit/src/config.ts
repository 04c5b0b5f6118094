import { clockVariables } from '@genkan/config/clock';
import { choice, list, port, secret, secretUrl, text, url } from '@genkan/config/env';
import { LOG_LEVELS } from '@genkan/observability/logger';
import { z } from 'zod';

/** What audit is told from outside. */
export const environment = z.object({
  HOST: text({ default: '127.0.0.1' }).describe('Address that it listens on'),
  PORT: port({ default: 4403 }).describe('Port of the service'),
  DATABASE_URL: secretUrl({ protocols: ['mysql:'] }).describe(
    'Own schema; a user without UPDATE and DELETE on records',
  ),
  KAFKA_BROKERS: list({ required: true }).describe('Brokers as host:port, separated by commas'),
  GATEWAY_JWKS_URL: url().describe("Where the gateway's public keys are read"),
  CURSOR_KEY: secret().describe('Signs the cursors of pages'),
  LOG_LEVEL: choice(LOG_LEVELS, { default: 'info' }).describe('Least level that is logged'),
  ...clockVariables,
});

export type Config = z.output<typeof environment>;
