import { fileURLToPath } from 'node:url';
import { folder, integer, pemPrivateKey, port, secret, secrets, url } from '@genkan/config/env';
import { services } from '@genkan/contracts/service-name';
import { frameVariables } from '@genkan/service-kit/frame-config';
import { z } from 'zod';

/** The rules that are shipped with the service. */
const shippedRules = fileURLToPath(new URL('../../rules', import.meta.url));

/** The environment variables of identity. */
export const environment = z.object({
  ...frameVariables,
  PORT: port({ default: services.identity.port }).describe('Port of the service'),
  GATEWAY_JWKS_URL: url().describe('Where the public keys of the gateway are read'),
  VERIFICATION_JWKS_URL: url().describe('Where the public keys of verification are read'),
  SIGNING_KEY: pemPrivateKey({ type: 'ed25519' }).describe('Signs device cookies'),
  SEALING_KEY: secret().describe('Seals personal data at rest'),
  SEALING_KEYS_OLD: secrets().describe('Keys that sealed before, separated by commas: they still open'),
  LOOKUP_KEY: secret().describe('Makes blind indexes of login ids and phone numbers; cannot be changed later'),
  CURSOR_KEY: secret().describe('Signs the cursors of pages'),
  DRAFTS_PER_HOUR: integer({ min: 1, default: 20 }).describe(
    'Sign-ups that one network (IPv6: /64) may begin in an hour',
  ),
  PASSWORD_MAX_LENGTH: integer({ min: 16, max: 128, default: 16 }).describe('Longest password of a member'),
  RULES_FOLDER: folder({ default: shippedRules }).describe('Registration rules and texts of terms'),
});

export type Config = z.output<typeof environment>;
