import { createTransport } from 'nodemailer';
import type { OutgoingMessage, Provider } from './provider.js';
import { SendFailed } from './provider.js';
import { failureOf, type SmtpTrouble } from './smtp-cause.js';

const CONNECTIONS = 4;

/** A mail server as a provider. Each mail has one recipient, and nothing in it is read from a file or fetched. */
export function smtpProvider(settings: {
  readonly name: string;
  /** `smtp://user:password@host:port`, or `smtps:`. */
  readonly url: string;
  /** `Name <address>`. */
  readonly from: string;
  readonly timeoutMs: number;
}): Provider {
  const { name, url, from, timeoutMs } = settings;
  const transport = createTransport({
    pool: true,
    url,
    maxConnections: CONNECTIONS,
    // The queue tries again, with another provider; the pool must not do so behind its back.
    maxRequeues: 0,
    maxRecipients: 1,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transport.use('stream', (mail, done) => {
    const { to } = mail.message.getEnvelope();
    done(to.length === 1 && to[0] === addressOf(mail.data.to) ? null : new Error('the mail would go elsewhere'));
  });
  // Connections that break while idle are replaced with the next mail.
  transport.on('error', () => {});
  const domain = from.replace(/^.*@([\w.-]+)>?$/, '$1');

  return {
    name,
    async send({ id, address, language, subject, text, html }: OutgoingMessage): Promise<string> {
      try {
        const sent = await transport.sendMail({
          from,
          to: { name: '', address },
          subject,
          text,
          html,
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
          signal: AbortSignal.timeout(timeoutMs),
        });
        return sent.messageId.slice(0, 255);
      } catch (error) {
        throw new SendFailed(failureOf(error as SmtpTrouble));
      }
    },
    close: () => transport.close({ force: true }),
  };
}

function addressOf(to: unknown): string | undefined {
  return typeof to === 'object' && to !== null && 'address' in to ? String(to.address) : undefined;
}
