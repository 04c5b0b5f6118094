import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@genkan/observability/logger';
import {
  SMTPServer,
  type SMTPServerAddress,
  type SMTPServerDataStream,
  type SMTPServerOptions,
  type SMTPServerSession,
} from 'smtp-server';
import type { Fault } from '../faults/fault.js';
import type { FaultList } from '../faults/fault-list.js';
import type { Inbox } from '../inbox/inbox.js';
import { readMail } from './read-mail.js';
import { refusal } from './refusal.js';

const LARGEST_MAIL_BYTES = 1_048_576;

/** An SMTP server that takes every mail, except where a fault tells it otherwise. */
export function createMailServer({ inbox, faults, logger }: MailServerParts) {
  const struck = new WeakMap<SMTPServerAddress, Fault>();
  const sockets = new Map<string, Socket>();

  const onConnect: Handler<'onConnect'> = async (_session, done) => {
    await delay([faults.take('greeting')]);
    done();
  };

  const onRcptTo: Handler<'onRcptTo'> = (address, _session, done) => {
    const fault = faults.take('mail', address.address);
    if (fault) struck.set(address, fault);
    done(refusal(fault));
  };

  const onData: Handler<'onData'> = async (stream, session, done) => {
    // The session forgets its envelope as soon as the transaction is over.
    const recipients = session.envelope.rcptTo.map((address) => ({ to: address.address, fault: struck.get(address) }));
    if (recipients.some(({ fault }) => fault?.kind === 'disconnect')) return disconnect(stream, session);
    try {
      const content = await readMail(stream);
      if (!content) return done();
      await delay(recipients.map(({ fault }) => fault));
      const ids = recipients.map(({ to, fault }) => {
        const folder = fault?.kind === 'spam_folder' ? 'spam' : 'inbox';
        return inbox.add({ ...content, channel: 'mail', folder, to }).id;
      });
      done(null, `2.6.0 Accepted as ${ids.join(' ')}`);
    } catch (error) {
      logger.warn({ err: error }, 'mail cannot be read');
      done(Object.assign(new Error('5.6.0 The mail cannot be read'), { responseCode: 554 }));
    }
  };

  /** Cuts the line when the first bytes of the mail are in. */
  function disconnect(stream: SMTPServerDataStream, session: SMTPServerSession): void {
    stream.once('data', () => sockets.get(`${session.remoteAddress}:${session.remotePort}`)?.destroy());
  }

  const smtp = new SMTPServer({
    name: 'sandbox',
    banner: 'Genkan sandbox, delivers to nobody',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    // The library knows one enhanced code for each reply code: 554 could not be 5.7.1. Our own replies carry theirs.
    hideENHANCEDSTATUSCODES: true,
    size: LARGEST_MAIL_BYTES,
    rejectOversized: true,
    onConnect,
    onRcptTo,
    onData,
  });
  smtp.on('error', (error) => logger.warn({ err: error }, 'SMTP failed'));
  smtp.server.on('connection', (socket) => {
    const peer = `${socket.remoteAddress?.replace(/^::ffff:/i, '')}:${socket.remotePort}`;
    sockets.set(peer, socket);
    socket.once('close', () => sockets.delete(peer));
  });

  return {
    get isListening() {
      return smtp.server.listening;
    },

    /** Resolves with the port, which the system chose when 0 was asked for. */
    async listen(port: number, host: string): Promise<number> {
      smtp.listen(port, host);
      await once(smtp.server, 'listening');
      return (smtp.server.address() as AddressInfo).port;
    },

    /** Ends open conversations too. */
    async close(): Promise<void> {
      const closed = new Promise<void>((resolve) => smtp.close(resolve));
      for (const socket of sockets.values()) socket.destroy();
      await closed;
    },
  };
}

interface MailServerParts {
  readonly inbox: Inbox;
  readonly faults: FaultList;
  readonly logger: Pick<Logger, 'warn'>;
}

type Handler<Name extends 'onConnect' | 'onRcptTo' | 'onData'> = NonNullable<SMTPServerOptions[Name]>;

/** Several recipients may each be slow; the slowest decides. */
async function delay(faults: readonly (Fault | undefined)[]): Promise<void> {
  const delaysMs = faults.map((fault) => (fault && 'delayMs' in fault ? fault.delayMs : 0));
  const longestMs = Math.max(...delaysMs);
  if (longestMs > 0) await pause(longestMs, undefined, { ref: false });
}
