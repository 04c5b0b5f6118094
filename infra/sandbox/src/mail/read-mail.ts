import { simpleParser } from 'mailparser';
import type { SMTPServerDataStream } from 'smtp-server';
import type { Arrival } from '../inbox/inbox.js';

/** What a mail says of itself; the envelope says to which recipients it went. */
export type MailContent = Omit<Arrival, 'channel' | 'folder' | 'to'>;

/** Reads a mail to its end. Undefined when it is over the server's limit, which then refuses it. */
export async function readMail(stream: SMTPServerDataStream): Promise<MailContent | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) return undefined;

  const mail = await simpleParser(Buffer.concat(chunks));
  return {
    from: mail.from?.text ?? null,
    subject: mail.subject ?? null,
    text: mail.text ?? '',
    html: mail.html || null,
    headers: mail.headerLines.map(({ line }) => line.replace(/\r?\n(?=[ \t])/g, '')),
    attachments: mail.attachments.map(({ filename, contentType, size }) => ({
      filename: filename ?? null,
      contentType,
      sizeBytes: size,
    })),
  };
}
