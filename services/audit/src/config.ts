import { port, secret, url } from '@genkan/config/env';
import { services } from '@genkan/contracts/service-name';
import { frameVariables } from '@genkan/service-kit/frame-config';
import { z } from 'zod';

/** What audit is told from outside. */
export const environment = z.object({
  ...frameVariables,
  PORT: port({ default: services.audit.port }).describe('Port of the service'),
  GATEWAY_JWKS_URL: url().describe("Where the gateway's public keys are read"),
  CURSOR_KEY: secret().describe('Signs the cursors of pages'),
});

export type Config = z.output<typeof environment>;
