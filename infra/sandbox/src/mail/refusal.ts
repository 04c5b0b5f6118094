import type { SMTPServerError } from 'smtp-server';
import type { Fault } from '../faults/fault.js';

/** The reply to RCPT TO when a fault refuses the recipient, with its enhanced status code (RFC 3463). */
export function refusal(fault: Fault | undefined): SMTPServerError | undefined {
  switch (fault?.kind) {
    case 'mailbox_full':
      return reply(fault.replyCode, `${fault.replyCode === 452 ? 4 : 5}.2.2 The mailbox is full`);
    case 'refused':
      return reply(550, '5.1.1 There is no such mailbox here');
    case 'spam_refused':
      return reply(554, '5.7.1 Refused as spam');
    case 'temporary':
      return reply(451, '4.3.0 Not now, try again later');
    default:
      return undefined;
  }
}

function reply(responseCode: number, text: string): SMTPServerError {
  return Object.assign(new Error(text), { responseCode });
}
