import { systemClock } from '@genkan/config/clock';
import { ConfigError } from '@genkan/config/config-error';
import { createLogger } from '@genkan/observability/logger';
import { compose } from './compose.js';
import { sandboxConfig } from './config.js';

const logger = createLogger({ service: 'sandbox' });

try {
  const config = sandboxConfig(process.env);
  const sandbox = compose(config, { clock: systemClock(), logger });
  const { httpPort, smtpPort } = await sandbox.listen();
  logger.info({ page: `http://${config.HOST}:${httpPort}/`, smtp: `${config.HOST}:${smtpPort}` }, 'listening');

  const stop = () => {
    logger.info('stopping');
    void sandbox.close();
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
} catch (error) {
  if (error instanceof ConfigError) logger.fatal({ problems: error.problems }, 'the environment cannot be used');
  else logger.fatal({ err: error }, 'cannot start');
  process.exitCode = 1;
}
