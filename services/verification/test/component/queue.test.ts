import type { Transact } from '@genkan/call/transaction';
import { Secret } from '@genkan/config/secret';
import { answerChallenge, resendChallenge } from '@genkan/contracts/verification/challenges';
import { createMetrics } from '@genkan/observability/metrics';
import { freePort } from '@genkan/testing/free-port';
import { probe } from '@genkan/testing/probe';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { environment } from '../../src/config.js';
import {
  composeDeliveries,
  type Provider,
  smsProvider,
  smtpProvider,
} from '../../src/deliveries/compose-deliveries.js';
import { providersOf } from '../../src/providers-of.js';
import { ask, codeOf } from './codes.js';
import { smsKey } from './start-sandbox.js';
import {
  byEmail,
  byPhone,
  newDraft,
  newEmail,
  newPhone,
  startVerification,
  type Verification,
} from './start-verification.js';

const LEASE_MS = 60_000;
/** Longer than a busy machine needs: the clock stands still, so a try that was given up by mistake would never be made again. */
const TIMEOUT_MS = 20_000;
const from = 'Genkan <no-reply@genkan.example>';

let verification: Verification;
const ending: (() => unknown)[] = [];
beforeEach(async () => {
  verification = await startVerification({ poolSize: 20 });
});
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
  await verification.stop();
});

/** Another process on the same queue, with ports of its choice. */
function startWorker(change: { transact?: Transact; email?: readonly Provider[]; phone?: readonly Provider[] } = {}) {
  const { common, sandbox } = verification;
  const timeoutMs = TIMEOUT_MS;
  let wake = () => {};
  const providers = {
    email: change.email ?? [smtpProvider({ name: 'smtp-1', url: sandbox.smtpUrl, from, timeoutMs })],
    phone: change.phone ?? [smsProvider({ name: 'sms-1', url: sandbox.smsUrl, key: Secret.ofText(smsKey), timeoutMs })],
  };
  const { background } = composeDeliveries({
    ...common,
    transact: change.transact ?? common.transact,
    metrics: createMetrics({ service: 'verification', process: false }),
    publicUrl: new URL('https://portal.genkan.example'),
    providers,
    onCommit: (callback) => {
      wake = callback;
    },
  });
  for (const part of background) part.start();
  ending.push(async () => {
    for (const part of background.toReversed()) await part.stop();
  });
  return { wake: () => wake() };
}

const rowOf = async (challengeId: string): Promise<Record<string, unknown>> => {
  const [row] = await verification.dataSource.query('SELECT * FROM deliveries WHERE challenge_id = ?', [challengeId]);
  return row;
};
const isSent = (challengeId: string) => probe(async () => (await rowOf(challengeId)).state === 'sent');
const sentEvents = async (of?: string) =>
  (await verification.events(of)).filter(({ type }) => type === 'genkan.verification.delivery.sent.v1');

/** A provider whose first try ends when it is told; those after it go well. */
function heldProvider() {
  let taken = 0;
  let take: (reference: string) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const held = new Promise<string>((resolve, reject) => {
    take = resolve;
    fail = reject;
  });
  ending.push(() => take('at the end'));
  const send = () => {
    taken += 1;
    return taken === 1 ? held : Promise.resolve('in time');
  };
  const provider: Provider = { name: 'held', send, close() {} };
  return { provider, take, fail, taken: () => taken };
}

describe('a process that ends between sending and saying so', () => {
  it('leaves a delivery that is sent once more when the lease is over: twice, never lost', async () => {
    const [as, email] = [newDraft(), newEmail()];
    const { challengeId } = await ask(verification, as, byEmail(email));
    let crashes = 1;
    const transact: Transact = (ctx, work) => {
      if (crashes-- > 0) return Promise.reject(new Error('the process ended here'));
      return verification.common.transact(ctx, work);
    };
    const { wake } = startWorker({ transact });
    await probe(() => verification.logged.some((line) => line.includes('left unfinished')));
    expect(await verification.sandbox.messagesTo(email)).toHaveLength(1);
    expect(await rowOf(challengeId)).toMatchObject({ state: 'queued', attempts: 1 });

    verification.clock.advance(LEASE_MS - 1);
    wake();
    expect(await verification.common.dataSource.query('SELECT 1 FROM deliveries WHERE attempts > 1')).toEqual([]);
    verification.clock.advance(1);
    wake();
    await isSent(challengeId);
    const mails = await verification.sandbox.messagesTo(email);
    expect(mails).toHaveLength(2);
    expect(mails[0]?.code).toBe(mails[1]?.code);
    expect(await sentEvents(as.correlationId)).toHaveLength(1);
  });
});

describe('two workers', () => {
  it('share a queue: each message is sent once', async () => {
    const emails = Array.from({ length: 60 }, newEmail);
    const asked = await Promise.all(emails.map((email) => ask(verification, newDraft(), byEmail(email))));
    startWorker();
    startWorker();
    for (const { challengeId } of asked) await isSent(challengeId);
    for (const email of emails) expect(await verification.sandbox.messagesTo(email)).toHaveLength(1);
    expect(await sentEvents()).toHaveLength(60);
  });

  it('take over from one another when a lease is over, and only the last says how it went', async () => {
    const as = newDraft();
    const { challengeId } = await ask(verification, as, byEmail(newEmail()));
    const held = heldProvider();
    startWorker({ email: [held.provider] });
    await probe(() => held.taken());
    startWorker();
    verification.clock.advance(LEASE_MS);
    await isSent(challengeId);
    held.take('too late');
    // Stopped workers have said all that they will ever say.
    for (const end of ending.splice(0)) await end();
    const [sent, ...more] = await sentEvents(as.correlationId);
    expect(more).toEqual([]);
    expect(sent?.data.attempt).toBe(2);
    expect(sent?.data.providerReference).not.toBe('too late');
  });
});

describe('a provider that is down', () => {
  /** As configured: a provider that nobody runs, then the sandbox. */
  const downThenSandbox = async () => {
    const { smtpUrl, smsUrl } = verification.sandbox;
    const { SMTP_URLS, SMS_URLS } = environment.shape;
    const down = `127.0.0.1:${await freePort()}`;
    return providersOf({
      SMTP_URLS: SMTP_URLS.parse(`smtp://${down},${smtpUrl}`),
      SMS_URLS: SMS_URLS.parse(`http://:another-key@${down},http://:${smsKey}@${smsUrl.host}${smsUrl.pathname}`),
      MAIL_FROM: from,
      SEND_TIMEOUT_MS: TIMEOUT_MS,
    });
  };

  it.each([
    ['mail', () => byEmail(newEmail()), 'smtp'],
    ['SMS', () => byPhone(newPhone()), 'sms'],
  ])('is passed over at once by %s', async (_, body, name) => {
    const as = newDraft();
    const { challengeId } = await ask(verification, as, body());
    startWorker(await downThenSandbox());
    await isSent(challengeId);
    const tries = (await verification.events(as.correlationId)).slice(1);
    expect(tries.map(({ type, data }) => [type.split('.').at(-2), data.provider, data.attempt])).toEqual([
      ['failed', `${name}-1`, 1],
      ['sent', `${name}-2`, 2],
    ]);
  });

  it('does not hide what the one before it was told', async () => {
    const [as, email] = [newDraft(), newEmail()];
    await verification.sandbox.misbehave({ match: email, kind: 'mailbox_full' });
    const { challengeId } = await ask(verification, as, byEmail(email));
    const [down, sandbox] = (await downThenSandbox()).email;
    if (!down || !sandbox) throw new Error('there are two');
    startWorker({ email: [sandbox, down] });
    await probe(async () => (await verification.events(as.correlationId)).length === 3);
    expect((await verification.events(as.correlationId)).map(({ data }) => data.cause)).toEqual([
      undefined,
      'mailbox_full',
      'unknown',
    ]);
    expect(await rowOf(challengeId)).toMatchObject({ cause: 'mailbox_full' });
  });
});

describe('a code that is of no use any more', () => {
  it('is not sent when a newer one replaced it', async () => {
    const [as, email] = [newDraft(), newEmail()];
    const { challengeId, params } = await ask(verification, as, byEmail(email));
    verification.clock.advance(60_000);
    await verification.call(resendChallenge, { as, params }).expect(202);
    const newest = await codeOf(verification, challengeId);
    startWorker();
    const mail = await probe(async () => (await verification.sandbox.messagesTo(email))[0]);
    expect(mail.code).toBe(newest);
    await probe(async () => (await sentEvents(as.correlationId)).length === 1);
    expect(await verification.sandbox.messagesTo(email)).toHaveLength(1);
  });

  it('is not sent when its challenge is passed or its time is over', async () => {
    const [passed, late, last] = [newEmail(), newEmail(), newEmail()];
    const as = newDraft();
    const { challengeId, answer } = await ask(verification, as, byEmail(passed));
    await verification.call(answerChallenge, { as, ...answer(await codeOf(verification, challengeId)) }).expect(200);
    const overdue = await ask(verification, newDraft(), byEmail(late));
    verification.clock.advance(600_000);
    await ask(verification, newDraft(), byEmail(last));
    startWorker();
    await probe(async () => (await verification.sandbox.messagesTo(last))[0]);
    await probe(async () => (await rowOf(overdue.challengeId)).state === 'dead');
    expect(await rowOf(challengeId)).toMatchObject({ state: 'void', content: null });
    expect(await verification.sandbox.messagesTo(passed)).toEqual([]);
    expect(await verification.sandbox.messagesTo(late)).toEqual([]);
  });

  it('is not tried again when it was replaced on its way', async () => {
    const as = newDraft();
    const { challengeId, answer } = await ask(verification, as, byEmail(newEmail()));
    const held = heldProvider();
    startWorker({ email: [held.provider] });
    await probe(() => held.taken());
    const code = await codeOf(verification, challengeId);
    await verification.call(answerChallenge, { as, ...answer(code) }).expect(200);
    held.fail(new Error('lost'));
    await probe(() => verification.logged.some((line) => line.includes('left unfinished')));
    expect(await rowOf(challengeId)).toMatchObject({ state: 'void', content: null });
  });
});

it('a message that nobody can write ends as dead after its tries, and holds up no other', async () => {
  const as = newDraft();
  const { challengeId } = await ask(verification, as, byEmail(newEmail()));
  await verification.dataSource.query(
    "UPDATE deliveries SET content = 'broken', valid_until = NULL, attempts = 7 WHERE challenge_id = ?",
    [challengeId],
  );
  const { wake } = startWorker();
  await probe(() => verification.logged.some((line) => line.includes('left unfinished')));
  const other = await ask(verification, newDraft(), byEmail(newEmail()));
  await isSent(other.challengeId);
  verification.clock.advance(LEASE_MS);
  wake();
  await probe(async () => (await rowOf(challengeId)).state === 'dead');
  const [failed] = (await verification.events(as.correlationId)).slice(1);
  expect(failed).toMatchObject({ data: { cause: 'unknown', final: true } });
});
