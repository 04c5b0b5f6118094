import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@genkan/config/clock';
import type { Logger } from '@genkan/observability/logger';
import { createApp } from './app.js';
import type { Config } from './config.js';
import { createFaultList } from './faults/fault-list.js';
import { createInbox } from './inbox/inbox.js';
import { createMailServer } from './mail/mail-server.js';

const CAPACITY = 1_000;

export interface Outside {
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
}

/** Puts the sandbox together. `listen` resolves with the ports of both servers. */
export function compose(config: Config, { clock, logger }: Outside) {
  const inbox = createInbox({ capacity: CAPACITY, clock });
  const faults = createFaultList();
  const mail = createMailServer({ inbox, faults, logger });
  const app = createApp({ inbox, faults, smsKey: config.SMS_KEY, isReady: () => mail.isListening, logger });
  const http = createServer(app);

  return {
    async listen(): Promise<{ httpPort: number; smtpPort: number }> {
      const smtpPort = await mail.listen(config.SMTP_PORT, config.HOST);
      await new Promise<void>((resolve, reject) => {
        http.once('error', reject);
        http.listen(config.PORT, config.HOST, resolve);
      });
      return { httpPort: (http.address() as AddressInfo).port, smtpPort };
    },

    async close(): Promise<void> {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      await Promise.all([closed, mail.close()]);
    },
  };
}
