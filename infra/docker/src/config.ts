import { secretUrl, text, url } from '@genkan/config/env';
import { z } from 'zod';

/** What the container `prepare` is told. */
export const environment = z.object({
  DATABASE_URL: secretUrl({ protocols: ['mysql:'] }).describe('A user that may create schemas and users'),
  KAFKA_BROKERS: text().describe('Brokers as host:port, separated by commas'),
  PUBLIC_URL: url().describe('The gateway, as a browser sees it'),
});
