import { once } from 'node:events';
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

/** Puts the sandbox together. `listen` resolves with the ports of both servers; when one of them is taken, neither stays open. */
export function compose(config: Config, { clock, logger }: Outside) {
  const inbox = createInbox({ capacity: CAPACITY, clock });
  const faults = createFaultList();
  const mail = createMailServer({ inbox, faults, logger });
  const app = createApp({ inbox, faults, smsKey: config.SMS_KEY, isReady: () => mail.isListening, logger });
  const http = createServer(app);

  async function close(): Promise<void> {
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    http.closeAllConnections();
    await Promise.all([closed, mail.close()]);
  }

  async function listen(): Promise<{ httpPort: number; smtpPort: number }> {
    try {
      const smtpPort = await mail.listen(config.SMTP_PORT, config.HOST);
      http.listen(config.PORT, config.HOST);
      await once(http, 'listening');
      return { httpPort: (http.address() as AddressInfo).port, smtpPort };
    } catch (error) {
      await close();
      throw error;
    }
  }

  return { listen, close };
}
