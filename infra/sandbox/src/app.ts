import type { Secret } from '@genkan/config/secret';
import type { Logger } from '@genkan/observability/logger';
import express, { type Express } from 'express';
import type { FaultList } from './faults/fault-list.js';
import { faultRoutes } from './faults/routes.js';
import type { Inbox } from './inbox/inbox.js';
import { inboxRoutes } from './inbox/routes.js';
import { pageRoutes } from './page/routes.js';
import { answerProblems, jsonOnly, notFound } from './problem.js';
import { smsRoutes } from './sms/routes.js';

interface AppParts {
  readonly inbox: Inbox;
  readonly faults: FaultList;
  readonly smsKey: Secret;
  readonly isReady: () => boolean;
  readonly logger: Pick<Logger, 'error'>;
}

/** The HTTP side: page, JSON API, SMS provider, readiness. */
export function createApp({ inbox, faults, smsKey, isReady, logger }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    });
    next();
  });
  app.get('/health/ready', (_request, response) => {
    response.status(isReady() ? 200 : 503).json({ status: isReady() ? 'ready' : 'not ready' });
  });
  app.use(jsonOnly, express.json({ limit: '64kb' }));
  app.use('/api/messages', inboxRoutes(inbox));
  app.use('/api/faults', faultRoutes(faults));
  app.use('/sms', smsRoutes({ key: smsKey, inbox, faults }));
  app.use(pageRoutes());
  app.use(notFound);
  app.use(answerProblems(logger));
  return app;
}
