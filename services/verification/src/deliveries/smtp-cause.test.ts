import { describe, expect, it } from '@jest/globals';
import { failureOf, type SmtpTrouble } from './smtp-cause.js';

const reply = (response: string): SmtpTrouble => ({ responseCode: Number(response.slice(0, 3)), response });

describe('the cause of a mail that was not taken', () => {
  it.each([
    ['552 5.2.2 The mailbox is full', 'mailbox_full', true],
    ['452 4.2.2 The email account is over quota', 'mailbox_full', false],
    ['552-5.2.2 over quota\n552 5.2.2 try later', 'mailbox_full', true],
    ['552 Exceeded storage allocation', 'mailbox_full', true],
    ['550 5.1.1 There is no such mailbox here', 'wrong_address', true],
    ['550 5.1.10 RecipientNotFound', 'wrong_address', true],
    ['553 5.1.3 bad destination address', 'wrong_address', true],
    ['550 5.2.1 mailbox disabled', 'wrong_address', true],
    ['550 No such user', 'wrong_address', true],
    ['550 5.7.1 Message rejected as spam by content filtering', 'spam_filter', true],
    ['554 5.7.26 unauthenticated mail is refused', 'spam_filter', true],
    ['554 Message refused', 'spam_filter', true],
    ['450 4.7.1 Greylisted, try again in five minutes', 'slow_provider', false],
    ['451 4.3.0 Not now, try again later', 'slow_provider', false],
    ['421 4.4.5 Too many connections', 'slow_provider', false],
    ['550 5.6.0 Bad content', 'unknown', true],
    ['500 Command not understood', 'unknown', true],
  ])('as told by %j is %s', (response, cause, isPermanent) => {
    expect(failureOf(reply(response))).toEqual({ cause, isPermanent });
  });

  it.each([
    ['ETIMEDOUT', 'slow_provider'],
    ['EABORT', 'slow_provider'],
    ['ECONNECTION', 'unknown'],
    ['EDNS', 'unknown'],
  ])('without a reply is guessed from %s: %s', (code, cause) => {
    expect(failureOf({ code })).toEqual({ cause, isPermanent: false });
  });

  it('is not blamed on the recipient when the provider refuses our login', () => {
    const trouble = { ...reply('535 5.7.8 Authentication credentials invalid'), code: 'EAUTH' };
    expect(failureOf(trouble)).toEqual({ cause: 'unknown', isPermanent: false });
  });
});
