import { systemClock } from '@genkan/config/clock';
import { Secret } from '@genkan/config/secret';
import { createLogger } from '@genkan/observability/logger';
import { compose } from '@genkan/sandbox/compose';

/** A message as the sandbox shows it. */
export interface SandboxMessage {
  readonly id: string;
  readonly channel: 'mail' | 'sms';
  readonly folder: 'inbox' | 'spam';
  readonly to: string;
  readonly from: string | null;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  readonly code: string | null;
  readonly reference: string | null;
  readonly headers: readonly string[];
}

export interface Fault {
  readonly match: string;
  readonly kind: string;
  readonly times?: number;
  readonly delayMs?: number;
  readonly replyCode?: number;
}

export const smsKey = 'a-key-for-this-test';

/** The world outside, in this process, on ports of its own. */
export async function startSandbox() {
  const logger = createLogger({ service: 'sandbox', level: 'silent' });
  const config = {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: 0,
    SMTP_PORT: 0,
    SMS_KEY: Secret.ofText(smsKey),
  } as const;
  const sandbox = compose(config, { clock: systemClock(), logger });
  const { httpPort, smtpPort } = await sandbox.listen();
  const http = `http://127.0.0.1:${httpPort}`;

  const listed = async (to: string, folder = 'all'): Promise<SandboxMessage[]> => {
    const response = await fetch(`${http}/api/messages?${new URLSearchParams({ to, folder })}`);
    return ((await response.json()) as { messages: SandboxMessage[] }).messages;
  };
  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    smsUrl: new URL(`${http}/sms`),

    /** Everything that this recipient got, the newest first. */
    messagesTo: listed,

    /** One message, whole. */
    async message(id: string): Promise<SandboxMessage> {
      return (await (await fetch(`${http}/api/messages/${id}`)).json()) as SandboxMessage;
    },

    async misbehave(fault: Fault): Promise<void> {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${http}/api/faults`, { method: 'POST', headers, body: JSON.stringify(fault) });
      if (!response.ok) throw new Error(await response.text());
    },

    stop: () => sandbox.close(),
  };
}

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;
