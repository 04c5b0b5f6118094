import { databaseVariables, kafkaVariables } from '@genkan/config/backing-variables';
import { clockVariables } from '@genkan/config/clock';
import { choice, text } from '@genkan/config/env';
import { LOG_LEVELS } from '@genkan/observability/logger';
import { z } from 'zod';

/** The environment variables of every service: spread into its own schema. */
export const frameVariables = {
  HOST: text({ default: '127.0.0.1' }).describe('Address that it listens on'),
  ...databaseVariables,
  ...kafkaVariables,
  LOG_LEVEL: choice(LOG_LEVELS, { default: 'info' }).describe('Least level that is logged'),
  ...clockVariables,
};

const frameEnvironment = z.object(frameVariables);
export type FrameConfig = z.output<typeof frameEnvironment>;
