import { systemClock } from '@genkan/config/clock';
import { createLogger } from '@genkan/observability/logger';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { compose } from '../../src/compose.js';
import { sandboxConfig } from '../../src/config.js';
import type { Message } from '../../src/inbox/message.js';

export const SMS_KEY = 'key-of-the-tests';

/** The sandbox on free ports, with a client for each of its sides. */
export async function runningSandbox() {
  const logLines: string[] = [];
  const destination = { write: (line: string) => void logLines.push(line) };
  const sandbox = compose(sandboxConfig({ PORT: '0', SMTP_PORT: '0', SMS_KEY }), {
    clock: systemClock(),
    logger: createLogger({ service: 'sandbox', destination }),
  });
  const { httpPort, smtpPort } = await sandbox.listen();
  const url = `http://127.0.0.1:${httpPort}`;

  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(url + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  }

  return {
    url,
    smtpPort,
    logLines,
    call,
    close: () => sandbox.close(),

    /** One real SMTP conversation on a connection of its own. */
    sendMail: (mail: SendMailOptions) =>
      createTransport({ host: '127.0.0.1', port: smtpPort, ignoreTLS: true }).sendMail({
        from: 'Genkan <no-reply@genkan.example>',
        subject: 'Your code',
        text: 'Your code is 048213.',
        ...mail,
      }),

    sendSms: (sms: unknown, key = SMS_KEY) => call('POST', '/sms/messages', sms, { authorization: `Bearer ${key}` }),

    /** Fetches a list of messages: `messages('to=a@example.com')`. */
    async messages(query = ''): Promise<Message[]> {
      return (await call('GET', `/api/messages?${query}`)).body.messages;
    },
  };
}

export type RunningSandbox = Awaited<ReturnType<typeof runningSandbox>>;
