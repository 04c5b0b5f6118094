import { port, secret } from '@genkan/config/env';
import { createLogger } from '@genkan/observability/logger';
import { z } from 'zod';
import { runService } from '../../src/run-service.js';

/** A whole service process, which does on request what none should. */
await runService({
  service: 'library',
  environment: z.object({ PORT: port(), KEY: secret() }),
  env: process.env,
  compose: async (config) => {
    const logger = createLogger({ service: 'library' });
    return {
      app: (req, res) => {
        if (req.url === '/forget-a-promise') void Promise.reject(new Error('forgotten promise'));
        if (req.url === '/throw-later')
          setImmediate(() => {
            throw new Error('thrown later');
          });
        if (req.url === '/hang') return;
        res.end('ok');
      },
      host: '127.0.0.1',
      port: config.PORT,
      logger,
      start: async () => void logger.info('started'),
      close: async () => {
        if (process.env.CLOSE === 'fails') throw new Error('the pool does not close');
        logger.info('closed');
      },
    };
  },
});
