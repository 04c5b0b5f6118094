import { integer, pemPrivateKey, port, secret, secrets, text, url } from '@genkan/config/env';
import { isGuessablePassword } from '@genkan/config/guessable';
import { Secret } from '@genkan/config/secret';
import { variable } from '@genkan/config/variable';
import { services } from '@genkan/contracts/service-name';
import { frameVariables } from '@genkan/service-kit/frame-config';
import { z } from 'zod';

const split = (value: string): string[] => value.split(',').map((item) => item.trim());

/** URLs of mail providers, in the order in which they are tried. They may hold passwords. */
const smtpUrls = variable({ expects: 'smtp: or smtps: URLs, separated by commas', secret: true }, (value) => {
  const urls = split(value);
  return urls.every(isSmtpUrl) ? urls.map(Secret.ofText) : undefined;
});

const isSmtpUrl = (value: string): boolean => ['smtp:', 'smtps:'].includes(new URL(value).protocol);

/** SMS providers, in the order in which they are tried: the key of each is the password in its URL. */
const smsUrls = variable(
  {
    expects: 'http: or https: URLs with a key, such as https://:key@host/path, separated by commas',
    secret: true,
    isGuessable: (value) => split(value).some((url) => isGuessablePassword(new URL(url).password)),
  },
  (value) => {
    const urls = split(value).map((url) => new URL(url));
    return urls.every(isSmsUrl) ? urls.map(smsAccountOf) : undefined;
  },
);

const isSmsUrl = ({ protocol, username, password }: URL): boolean =>
  ['http:', 'https:'].includes(protocol) && username === '' && password !== '';

function smsAccountOf(given: URL) {
  const url = new URL(given);
  url.password = '';
  return { url, key: Secret.ofText(decodeURIComponent(given.password)) };
}

/** The environment variables of verification. */
export const environment = z.object({
  ...frameVariables,
  PORT: port({ default: services.verification.port }).describe('Port of the service'),
  GATEWAY_JWKS_URL: url().describe('Where the public keys of the gateway are read'),
  PUBLIC_URL: url().describe('Where people find the portal; links in messages begin with it'),
  SIGNING_KEY: pemPrivateKey({ type: 'ed25519' }).describe('Signs proofs'),
  SEALING_KEY: secret().describe('Seals addresses and messages at rest'),
  SEALING_KEYS_OLD: secrets().describe('Keys that sealed before, separated by commas: they still open'),
  LOOKUP_KEY: secret().describe('Makes blind indexes of addresses and networks'),
  PEPPER: secret().describe('Goes into the hashes of codes'),
  SMTP_URLS: smtpUrls.describe('Mail providers, the first is tried first'),
  MAIL_FROM: text({ default: 'Genkan <no-reply@genkan.example>' }).describe('Sender of mails'),
  SMS_URLS: smsUrls.describe('SMS providers, the first is tried first'),
  SEND_TIMEOUT_MS: integer({ min: 100, max: 15_000, default: 10_000 }).describe(
    'A provider that takes longer has failed',
  ),
});

export type Config = z.output<typeof environment>;
