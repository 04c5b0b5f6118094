import { clockVariables } from '@genkan/config/clock';
import { choice, list, secretUrl, text } from '@genkan/config/env';
import { LOG_LEVELS } from '@genkan/observability/logger';
import { z } from 'zod';

/** What every service is told from outside: spread into the schema of its environment. */
export const frameVariables = {
  HOST: text({ default: '127.0.0.1' }).describe('Address that it listens on'),
  DATABASE_URL: secretUrl({ protocols: ['mysql:'] }).describe('Own schema'),
  KAFKA_BROKERS: list({ required: true }).describe('Brokers as host:port, separated by commas'),
  LOG_LEVEL: choice(LOG_LEVELS, { default: 'info' }).describe('Least level that is logged'),
  ...clockVariables,
};

const frameEnvironment = z.object(frameVariables);
export type FrameConfig = z.output<typeof frameEnvironment>;
