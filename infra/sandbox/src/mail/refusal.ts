import type { SMTPServerError } from 'smtp-server';
import type { Fault } from '../faults/fault.js';

/** The reply to RCPT TO when a fault refuses the recipient; the server puts the enhanced status code (RFC 3463) before the text. */
export function refusal(fault: Fault | undefined): SMTPServerError | undefined {
  switch (fault?.kind) {
    case 'mailbox_full':
      return reply(fault.replyCode, 'The mailbox is full');
    case 'refused':
      return reply(550, 'There is no such mailbox here');
    case 'temporary':
      return reply(451, 'Not now, try again later');
    default:
      return undefined;
  }
}

function reply(responseCode: number, text: string): SMTPServerError {
  return Object.assign(new Error(text), { responseCode });
}
