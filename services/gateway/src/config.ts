import { integer, itemsOf, pemPrivateKey, port, secret, url } from '@genkan/config/env';
import { variable } from '@genkan/config/variable';
import {
  services,
  type UpstreamName,
  type UrlVariable,
  upstreamNames,
  urlVariable,
} from '@genkan/contracts/service-name';
import { frameVariables } from '@genkan/service-kit/frame-config';
import { z } from 'zod';
import type { RateLimitSettings } from './enforcement/compose-enforcement.js';
import { trustedProxiesOf } from './proxy/source-address.js';

const proxies = variable(
  { expects: 'IP addresses or CIDR ranges, separated by commas', secret: false, default: '' },
  (value) => trustedProxiesOf(itemsOf(value)),
);

const perMinute = (scope: string, byDefault: number) =>
  integer({ min: 1, default: byDefault }).describe(`Calls per minute ${scope}`);

const serviceUrls = Object.fromEntries(
  upstreamNames.map((name) => [urlVariable(name), url().describe(`Where ${name} answers`)]),
) as Record<UrlVariable<UpstreamName>, z.ZodType<URL>>;

/** What the gateway is told from outside. */
export const environment = z.object({
  ...frameVariables,
  PORT: port({ default: services.gateway.port }).describe('Port for clients'),
  INTERNAL_PORT: port({ default: 4410 }).describe('Port for health, metrics and public keys; not for clients'),
  PUBLIC_URL: url().describe('How browsers reach it; the only origin whose pages may write'),
  TRUSTED_PROXIES: proxies.describe(
    'Addresses or CIDR ranges of the proxies in front; X-Forwarded-For counts from these only',
  ),
  ...serviceUrls,
  SIGNING_KEY: pemPrivateKey({ type: 'ed25519' }).describe('Signs the tokens to services'),
  CSRF_KEY: secret().describe('Makes CSRF tokens; the same for all gateways'),
  RATE_NORMAL_PER_ADDRESS: perMinute('of one address (IPv6: /64)', 3_000),
  RATE_NORMAL_PER_PRINCIPAL: perMinute('of one principal', 600),
  RATE_SENSITIVE_PER_ADDRESS: perMinute('of one address to sensitive endpoints', 60),
  RATE_SENSITIVE_PER_PRINCIPAL: perMinute('of one principal to sensitive endpoints', 30),
});

export type Config = z.output<typeof environment>;

/** Where each service answers. */
export const upstreamUrlsOf = (config: Config): Readonly<Record<UpstreamName, URL>> =>
  Object.fromEntries(upstreamNames.map((name) => [name, config[urlVariable(name)]])) as Record<UpstreamName, URL>;

export const rateLimitsOf = (config: Config): RateLimitSettings => ({
  normal: { perAddress: config.RATE_NORMAL_PER_ADDRESS, perPrincipal: config.RATE_NORMAL_PER_PRINCIPAL },
  sensitive: { perAddress: config.RATE_SENSITIVE_PER_ADDRESS, perPrincipal: config.RATE_SENSITIVE_PER_PRINCIPAL },
});
