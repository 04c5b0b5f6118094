import { choice, port, secretText, text } from '@genkan/config/env';
import { type Environment, loadConfig } from '@genkan/config/load-config';
import { z } from 'zod';

/** The environment variables, for documents and for checks of deployment files. */
export const envSchema = z.object({
  NODE_ENV: choice(['development', 'test'], { default: 'development' }).describe(
    'Must not be production: a stand-in has no business there',
  ),
  HOST: text({ default: '127.0.0.1' }).describe('Address that both servers listen on'),
  PORT: port({ default: 8025 }).describe('HTTP: page, JSON API and SMS provider'),
  SMTP_PORT: port({ default: 1025 }).describe('SMTP'),
  SMS_KEY: secretText({ minLength: 8, developmentDefault: 'sandbox-sms-key' }).describe(
    'Bearer key that the SMS provider asks for',
  ),
});

export type Config = z.output<typeof envSchema>;

/** The sandbox's configuration. Throws `ConfigError`, also when NODE_ENV is production. */
export function sandboxConfig(environment: Environment): Config {
  return loadConfig(envSchema, environment);
}
