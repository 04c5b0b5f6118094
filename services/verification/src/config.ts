import { clockVariables } from '@genkan/config/clock';
import {
  choice,
  integer,
  list,
  pemPrivateKey,
  port,
  secret,
  secretText,
  secretUrl,
  text,
  url,
} from '@genkan/config/env';
import { Secret } from '@genkan/config/secret';
import { variable } from '@genkan/config/variable';
import { LOG_LEVELS } from '@genkan/observability/logger';
import { z } from 'zod';

/** URLs of mail providers, in the order in which they are tried. They may hold passwords. */
const smtpUrls = variable({ expects: 'smtp: or smtps: URLs, separated by commas', secret: true }, (value) => {
  const urls = value.split(',').map((item) => item.trim());
  return urls.every(isSmtpUrl) ? urls.map(Secret.ofText) : undefined;
});

const isSmtpUrl = (value: string): boolean => ['smtp:', 'smtps:'].includes(new URL(value).protocol);

/** What verification is told from outside. */
export const environment = z.object({
  HOST: text({ default: '127.0.0.1' }).describe('Address that it listens on'),
  PORT: port({ default: 4402 }).describe('Port of the service'),
  DATABASE_URL: secretUrl({ protocols: ['mysql:'] }).describe('Own schema'),
  KAFKA_BROKERS: list({ required: true }).describe('Brokers as host:port, separated by commas'),
  GATEWAY_JWKS_URL: url().describe('Where the public keys of the gateway are read'),
  PUBLIC_URL: url().describe('Where people find the portal; links in messages begin with it'),
  SIGNING_KEY: pemPrivateKey({ type: 'ed25519' }).describe('Signs proofs'),
  SEALING_KEY: secret().describe('Seals addresses and messages at rest'),
  LOOKUP_KEY: secret().describe('Makes blind indexes of addresses and networks'),
  PEPPER: secret().describe('Goes into the hashes of codes'),
  SMTP_URLS: smtpUrls.describe('Mail providers, the first is tried first'),
  MAIL_FROM: text({ default: 'Genkan <no-reply@genkan.example>' }).describe('Sender of mails'),
  SMS_URL: url().describe('SMS provider: messages are sent to <SMS_URL>/messages'),
  SMS_KEY: secretText().describe('Bearer key of the SMS provider'),
  SEND_TIMEOUT_MS: integer({ min: 100, max: 15_000, default: 10_000 }).describe(
    'A provider that takes longer has failed',
  ),
  LOG_LEVEL: choice(LOG_LEVELS, { default: 'info' }).describe('Least level that is logged'),
  ...clockVariables,
});

export type Config = z.output<typeof environment>;
