import type { Ctx } from '@genkan/call/ctx';
import { getChallenge, requestChallenge, resendChallenge } from '@genkan/contracts/verification/challenges';
import { probe } from '@genkan/testing/probe';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from './codes.js';
import type { Fault } from './start-sandbox.js';
import {
  byEmail,
  byPhone,
  newDraft,
  newEmail,
  newPhone,
  startVerification,
  type Verification,
} from './start-verification.js';

let verification: Verification;
/** Gives up soon. Only for providers that never answer in time: on a busy machine even a good one may take longer than this. */
let shortTimeout: Verification;
const SHORT_TIMEOUT_MS = 500;

beforeAll(async () => {
  // The clock stands still, so a try that was given up by mistake would never be made again.
  [verification, shortTimeout] = await Promise.all([
    startVerification(),
    startVerification({ timeoutMs: SHORT_TIMEOUT_MS }),
  ]);
  await Promise.all([verification, shortTimeout].map(({ service }) => service.start()));
});
afterAll(async () => {
  await Promise.all([verification, shortTimeout].map((started) => started?.stop()));
});

const seenWhen = (
  as: Partial<Ctx>,
  challengeId: string,
  ready: (delivery: { state: string; cause: string | null }) => boolean,
  by = verification,
) =>
  probe(
    async () => {
      const seen = await by.call(getChallenge, { as, params: { challengeId } }).expect(200);
      const { delivery } = seen.body;
      return ready(delivery) && delivery;
    },
    { timeoutMs: 25_000 },
  );
const eventsOf = async (as: { correlationId: string }, name: string, by = verification) =>
  (await by.events(as.correlationId)).filter(({ type }) => type === `genkan.verification.delivery.${name}.v1`);

describe('a code by mail', () => {
  it('arrives in one mail to one recipient, and what was sealed of it is erased', async () => {
    const [as, email] = [newDraft(), newEmail()];
    const { challengeId } = await ask(verification, as, byEmail(email));
    await seenWhen(as, challengeId, ({ state }) => state === 'sent');
    const [listed, ...more] = await verification.sandbox.messagesTo(email);
    expect(more).toEqual([]);
    const mail = await verification.sandbox.message(listed?.id ?? '');
    expect(mail).toMatchObject({
      from: '"Genkan" <no-reply@genkan.example>',
      subject: 'Your Genkan code',
      folder: 'inbox',
    });
    expect(mail.code).toMatch(/^\d{6}$/);
    expect(mail.html).toContain(mail.code);
    const rows: Record<string, unknown>[] = await verification.dataSource.query(
      'SELECT * FROM deliveries WHERE challenge_id = ?',
      [challengeId],
    );
    expect(rows).toMatchObject([{ state: 'sent', content: null, attempts: 1 }]);
    expect(mail.headers).toContain(`Message-ID: <${rows[0]?.id}@genkan.example>`);

    const [sent, ...again] = await eventsOf(as, 'sent');
    expect(again).toEqual([]);
    const [requested] = await verification.events(as.correlationId);
    expect(sent).toMatchObject({
      correlationId: as.correlationId,
      causationId: requested?.id,
      data: {
        deliveryId: rows[0]?.id,
        template: 'challenge-code',
        maskedTarget: 'k***@example.com',
        challengeId,
        attempt: 1,
        provider: 'smtp-1',
        providerReference: `<${rows[0]?.id}@genkan.example>`,
        activity: { actor: { type: 'system' }, source: 'SYSTEM', sourceIp: '', result: 'SUCCESS' },
      },
    });
  });

  it.each(['ko', 'en', 'ja', 'zh-CN'])('comes in the language that was asked for: %s', async (language) => {
    const [as, email] = [newDraft(), newEmail()];
    await ask(verification, as, { ...byEmail(email), ...{ language } });
    const mail = await probe(async () => (await verification.sandbox.messagesTo(email))[0]);
    expect((await verification.sandbox.message(mail.id)).headers).toContain(`Content-Language: ${language}`);
  });
});

describe('a mail that is not taken', () => {
  const causes: [name: string, fault: Omit<Fault, 'match'>, state: string, cause: string][] = [
    ['because the mailbox is full (552)', { kind: 'mailbox_full' }, 'dead', 'mailbox_full'],
    ['because the mailbox is full for now (452)', { kind: 'mailbox_full', replyCode: 452 }, 'queued', 'mailbox_full'],
    ['because a spam filter refused it', { kind: 'spam_refused' }, 'dead', 'spam_filter'],
    ['because the address is wrong', { kind: 'refused' }, 'dead', 'wrong_address'],
    ['because the provider is slow', { kind: 'slow', delayMs: 120 * SHORT_TIMEOUT_MS }, 'queued', 'slow_provider'],
    ['because the provider is busy', { kind: 'temporary' }, 'queued', 'slow_provider'],
    ['because the connection broke', { kind: 'disconnect' }, 'queued', 'unknown'],
  ];
  it.each(causes)('%s is told with its cause', async (_, fault, state, cause) => {
    const [as, email] = [newDraft(), newEmail()];
    const by = fault.kind === 'slow' ? shortTimeout : verification;
    await by.sandbox.misbehave({ match: email, ...fault });
    const { challengeId } = await ask(by, as, byEmail(email));
    const delivery = await seenWhen(as, challengeId, (delivery) => delivery.cause !== null, by);
    expect(delivery).toMatchObject({ state, cause, help: { likely: cause === 'unknown' ? null : cause } });
    const errorCode = cause === 'unknown' ? 'verification.delivery_failed' : `verification.${cause}`;
    expect((await eventsOf(as, 'failed', by))[0]).toMatchObject({
      data: { cause, final: state === 'dead', attempt: 1, provider: 'smtp-1', activity: { result: 'FAIL', errorCode } },
    });
    expect(await eventsOf(as, 'sent', by)).toEqual([]);
  });

  it.each([
    ['ko', '가득'],
    ['en', 'full'],
    ['ja', 'いっぱい'],
    ['zh-CN', '已满'],
  ])('comes with help in the language of the challenge: %s', async (language, word) => {
    const as = newDraft();
    const body = { ...byEmail(newEmail()), language };
    const { delivery } = (await verification.call(requestChallenge, { as, body }).expect(202)).body;
    expect(delivery.help).toMatchObject({
      likely: null,
      causes: [
        { cause: 'mailbox_full', text: expect.stringContaining(word) },
        { cause: 'spam_filter' },
        { cause: 'wrong_address' },
        { cause: 'slow_provider' },
      ],
    });
  });

  it('but put into the spam folder counts as sent: the server did not tell us', async () => {
    const [as, email] = [newDraft(), newEmail()];
    await verification.sandbox.misbehave({ match: email, kind: 'spam_folder' });
    const { challengeId } = await ask(verification, as, byEmail(email));
    expect(await seenWhen(as, challengeId, ({ state }) => state === 'sent')).toMatchObject({
      state: 'sent',
      cause: null,
    });
    expect(await verification.sandbox.messagesTo(email)).toMatchObject([{ folder: 'spam' }]);
  });

  it('is tried again after a while, and then nothing is wrong any more', async () => {
    const [as, email] = [newDraft(), newEmail()];
    await verification.sandbox.misbehave({ match: email, kind: 'temporary', times: 1 });
    const { challengeId } = await ask(verification, as, byEmail(email));
    await seenWhen(as, challengeId, ({ cause }) => cause !== null);
    verification.clock.advance(2_000);
    expect(await seenWhen(as, challengeId, ({ state }) => state === 'sent')).toMatchObject({
      state: 'sent',
      cause: null,
    });
    expect((await eventsOf(as, 'sent'))[0]).toMatchObject({ data: { attempt: 2 } });
  });

  it('is given up when its code would come too late', async () => {
    const [as, email] = [newDraft(), newEmail()];
    await verification.sandbox.misbehave({ match: email, kind: 'temporary' });
    const { challengeId } = await ask(verification, as, byEmail(email));
    await seenWhen(as, challengeId, ({ cause }) => cause !== null);
    verification.clock.advance(600_000);
    await seenWhen(as, challengeId, ({ state }) => state === 'dead');
    const last = (await eventsOf(as, 'failed')).at(-1);
    expect(last).toMatchObject({ data: { cause: 'slow_provider', final: true } });
  });

  it('does not keep the visitor from asking again', async () => {
    const [as, email] = [newDraft(), newEmail()];
    await verification.sandbox.misbehave({ match: email, kind: 'refused', times: 1 });
    const { challengeId, params } = await ask(verification, as, byEmail(email));
    await seenWhen(as, challengeId, ({ state }) => state === 'dead');
    verification.clock.advance(60_000);
    await verification.call(resendChallenge, { as, params }).expect(202);
    expect(await seenWhen(as, challengeId, ({ state }) => state === 'sent')).toMatchObject({
      state: 'sent',
      cause: null,
    });
  });
});

describe('a code by SMS', () => {
  it('arrives with the id of its delivery', async () => {
    const [as, phone] = [newDraft(), newPhone()];
    const { challengeId } = await ask(verification, as, byPhone(phone));
    await seenWhen(as, challengeId, ({ state }) => state === 'sent');
    const [sent] = await eventsOf(as, 'sent');
    const [sms] = await verification.sandbox.messagesTo(phone);
    expect(sms).toMatchObject({
      channel: 'sms',
      reference: sent?.data.deliveryId,
      text: expect.stringContaining('인증번호'),
    });
    expect(sent?.data).toMatchObject({ provider: 'sms-1', providerReference: sms?.id });
  });

  it.each([
    ['refused', 'dead', 'wrong_address'],
    ['temporary', 'queued', 'slow_provider'],
    ['slow', 'queued', 'slow_provider'],
    ['disconnect', 'queued', 'unknown'],
  ])('that is not taken (%s) is told with its cause', async (kind, state, cause) => {
    const [as, phone] = [newDraft(), newPhone()];
    const by = kind === 'slow' ? shortTimeout : verification;
    await by.sandbox.misbehave({
      match: phone,
      kind,
      ...(kind === 'slow' ? { delayMs: 120 * SHORT_TIMEOUT_MS } : {}),
    });
    const { challengeId } = await ask(by, as, byPhone(phone));
    const delivery = await seenWhen(as, challengeId, (delivery) => delivery.cause !== null, by);
    expect(delivery).toEqual({ state, cause, help: { likely: null, causes: [] } });
  });
});

it('shows the backlog in its metrics', async () => {
  const text = await verification.metrics.text();
  for (const name of ['genkan_deliveries_waiting', 'genkan_deliveries_oldest_seconds', 'genkan_delivery_tries_total']) {
    expect(text).toContain(name);
  }
});

it('never sends within the request: the answer comes while the provider is slow', async () => {
  const email = newEmail();
  await shortTimeout.sandbox.misbehave({ match: email, kind: 'slow', delayMs: 60_000 });
  const { body } = await shortTimeout.call(requestChallenge, { as: newDraft(), body: byEmail(email) }).expect(202);
  expect(body.delivery.state).toBe('queued');
});
