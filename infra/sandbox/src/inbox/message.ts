/** A mail or SMS that a recipient would have received. A mail to several recipients is one message for each. */
export interface Message {
  /** Decimal number; a later message has a higher one, also after a restart. */
  readonly id: string;
  readonly channel: Channel;
  readonly folder: Folder;
  /** Recipient as the sender wrote it: an address or a number in E.164. */
  readonly to: string;
  readonly from: string | null;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  /** The first group of exactly six digits in the text. */
  readonly code: string | null;
  /** The sender's own reference of an SMS. */
  readonly reference: string | null;
  /** Header lines of a mail as received, without the folding. */
  readonly headers: readonly string[];
  readonly attachments: readonly Attachment[];
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
}

export type Channel = 'mail' | 'sms';
export type Folder = 'inbox' | 'spam';

/** What is kept of an attachment: not its bytes. */
export interface Attachment {
  readonly filename: string | null;
  readonly contentType: string;
  readonly sizeBytes: number;
}

// Not inside a word, a colour, a path, a price or a longer number; a letter of another script may follow, as in "123456입니다".
const SIX_DIGITS = /(?<![\w#/.,=-])\d{6}(?![\w/-]|[.,]\d)/;

/** The verification code in a text, if there is one. */
export function codeIn(text: string): string | null {
  return SIX_DIGITS.exec(text)?.[0] ?? null;
}
