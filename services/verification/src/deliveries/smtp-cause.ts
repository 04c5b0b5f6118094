import type { Failure, FailureCause } from './delivery.js';

/** What is known of a mail that was not taken. */
export interface SmtpTrouble {
  /** Reply code of the server, such as 550. */
  readonly responseCode?: number | undefined;
  /** Its whole reply, such as `550 5.1.1 There is no such mailbox`. */
  readonly response?: string | undefined;
  /** Of nodemailer, such as `ETIMEDOUT`. */
  readonly code?: string | undefined;
}

/** Subjects and details of RFC 3463, the class left out. */
const BY_ENHANCED_CODE: readonly [pattern: RegExp, cause: FailureCause][] = [
  [/^2\.2$/, 'mailbox_full'],
  [/^(1\.|2\.1$)/, 'wrong_address'],
  [/^7\./, 'spam_filter'],
];

/** Servers that say no more than RFC 5321 asks for. */
const BY_REPLY_CODE: Readonly<Record<number, FailureCause>> = {
  452: 'mailbox_full',
  552: 'mailbox_full',
  550: 'wrong_address',
  551: 'wrong_address',
  553: 'wrong_address',
  554: 'spam_filter',
};

const SLOW = new Set(['ETIMEDOUT', 'EABORT']);

/** The likely cause, told by the server's reply, else by how it fell silent. A reply beginning with 5 is final. */
export function failureOf({ responseCode = 0, response = '', code = '' }: SmtpTrouble): Failure {
  const isPermanent = responseCode >= 500;
  // A login that fails is our own trouble with this provider; another one may take the mail.
  if (code === 'EAUTH') return { cause: 'unknown', isPermanent: false };
  const [, kind, detail] = /\b([45])\.(\d{1,3}\.\d{1,3})\b/.exec(response) ?? [];
  const told = BY_ENHANCED_CODE.find(([pattern]) => pattern.test(detail ?? ''))?.[1];
  // 4.7.x is greylisting: it comes later, so it is slow.
  if (told && !(kind === '4' && told === 'spam_filter')) return { cause: told, isPermanent };
  const byReply = detail === undefined ? BY_REPLY_CODE[responseCode] : undefined;
  if (byReply) return { cause: byReply, isPermanent };
  const isSlow = SLOW.has(code) || (responseCode >= 400 && responseCode < 500);
  return { cause: isSlow ? 'slow_provider' : 'unknown', isPermanent };
}
