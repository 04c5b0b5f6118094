import { randomInt, randomUUID } from 'node:crypto';
import type { Emission } from '@genkan/call/transaction';
import type { FactsOf } from '@genkan/contracts/event';
import { memberRegistered } from '@genkan/contracts/identity/members';
import { deviceAdded, signInLocked } from '@genkan/contracts/identity/sign-in';
import { answerChallenge } from '@genkan/contracts/verification/challenges';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { probe } from '@genkan/testing/probe';
import { testCtx } from '@genkan/testing/test-ctx';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from './codes.js';
import {
  byEmail,
  byPhone,
  newDraft,
  newEmail,
  newPhone,
  startVerification,
  type Verification,
} from './start-verification.js';

type Contract = typeof memberRegistered | typeof deviceAdded | typeof signInLocked;

let verification: Verification;
let sequence = 0;
beforeAll(async () => {
  verification = await startVerification();
  await verification.service.start();
});
afterAll(() => verification.stop());

/** Publishes events as identity's relay does, each as often as told, and waits until the last one was handled. */
async function publish<C extends Contract>(contract: C, emission: Emission<C>, copies = 1): Promise<void> {
  const ctx = testCtx({ clock: verification.clock, sourceIp: '203.0.113.99' });
  const row = createOutboxWriter({ service: 'identity', ids: verification.common.ids }).row(ctx, contract, emission);
  sequence += 1;
  const headers = { ...(JSON.parse(row.headers) as object), ce_sequence: String(sequence).padStart(20, '0') };
  const message = { key: row.partitionKey, headers, value: row.payload };
  await verification.bus.publisher().publish(
    'genkan.identity.v1',
    Array.from({ length: copies }, () => message),
  );
  await probe(async () => {
    const rows: unknown[] = await verification.dataSource.query(
      'SELECT event_id FROM inbox WHERE event_id = ? UNION SELECT event_id FROM dead_letters WHERE event_id = ?',
      [row.eventId, row.eventId],
    );
    return rows.length > 0;
  });
}

const newAccount = () => String(randomInt(100_000_000_000, 999_999_999_999));
const emissionOf = <F>(accountNo: string, facts: F) => ({ scope: accountNo, resource: { id: randomUUID() }, facts });
const memberFacts = (
  accountNo: string,
  draftId: string,
  email: string,
  phone: string,
): FactsOf<typeof memberRegistered> => ({
  ...memberRegistered.sample,
  accountNo,
  draftId,
  language: 'en',
  challengeIds: { email, phone },
});

/** A draft that has passed both challenges. */
async function provenDraft() {
  const [as, email, phone] = [newDraft(), newEmail(), newPhone()];
  const pass = async (body: { target: string }) => {
    const { challengeId, answer } = await ask(verification, as, body);
    const code = await probe(async () => {
      const [message] = await verification.sandbox.messagesTo(body.target);
      return message?.code;
    });
    await verification.call(answerChallenge, { as, ...answer(code) }).expect(200);
    return challengeId;
  };
  return { as, email, phone, emailId: await pass(byEmail(email)), phoneId: await pass(byPhone(phone)) };
}

async function member(copies = 1) {
  const accountNo = newAccount();
  const draft = await provenDraft();
  const facts = memberFacts(accountNo, draft.as.correlationId, draft.emailId, draft.phoneId);
  await publish(memberRegistered, emissionOf(accountNo, facts), copies);
  return { ...draft, accountNo };
}

const contactsOf = (accountNo: string): Promise<Record<string, unknown>[]> =>
  verification.dataSource.query('SELECT * FROM contacts WHERE account_no = ? ORDER BY channel', [accountNo]);
const deliveriesOf = (accountNo: string): Promise<Record<string, unknown>[]> =>
  verification.dataSource.query('SELECT * FROM deliveries WHERE account_no = ? ORDER BY created_at, id', [accountNo]);
const mailWith = (to: string, subject: string) =>
  probe(async () => (await verification.sandbox.messagesTo(to)).find((message) => message.subject === subject));
const deadLetters = async (): Promise<number> =>
  (await verification.dataSource.query('SELECT id FROM dead_letters')).length;

describe('a new member', () => {
  it('is reached where the challenges proved it, and is welcomed once, however often the event comes', async () => {
    const { accountNo, email } = await member(3);
    expect(await contactsOf(accountNo)).toMatchObject([{ channel: 'email' }, { channel: 'phone' }]);
    await mailWith(email, 'Welcome to Genkan');
    const deliveries = await probe(async () => {
      const rows = await deliveriesOf(accountNo);
      return rows.every(({ state }) => state === 'sent') && rows;
    });
    expect(deliveries).toMatchObject([{ template: 'welcome', content: null, account_no: accountNo }]);
    const [sent, ...more] = await verification.events(accountNo);
    expect(more).toEqual([]);
    expect(sent).toMatchObject({
      type: 'genkan.verification.delivery.sent.v1',
      data: { template: 'welcome', accountNo, activity: { scope: accountNo } },
    });
  });

  it.each([
    [
      'does not exist',
      (facts: FactsOf<typeof memberRegistered>) => ({
        ...facts,
        challengeIds: { ...facts.challengeIds, phone: randomUUID() },
      }),
    ],
    ['is of another draft', (facts: FactsOf<typeof memberRegistered>) => ({ ...facts, draftId: randomUUID() })],
    [
      'is of the other channel',
      (facts: FactsOf<typeof memberRegistered>) => ({
        ...facts,
        challengeIds: { email: facts.challengeIds.phone, phone: facts.challengeIds.email },
      }),
    ],
  ])('whose challenge %s is put aside, and nothing of it is stored', async (_, spoil) => {
    const accountNo = newAccount();
    const { as, emailId, phoneId } = await provenDraft();
    const before = await deadLetters();
    const facts = spoil(memberFacts(accountNo, as.correlationId, emailId, phoneId));
    await publish(memberRegistered, emissionOf(accountNo, facts));
    expect(await deadLetters()).toBe(before + 1);
    expect([await contactsOf(accountNo), await deliveriesOf(accountNo)]).toEqual([[], []]);
  });

  it('whose challenge was not passed is put aside', async () => {
    const [as, accountNo] = [newDraft(), newAccount()];
    const { challengeId } = await ask(verification, as, byEmail(newEmail()));
    const before = await deadLetters();
    const facts = memberFacts(accountNo, as.correlationId, challengeId, challengeId);
    await publish(memberRegistered, emissionOf(accountNo, facts));
    expect(await deadLetters()).toBe(before + 1);
  });
});

describe('the owner of an account', () => {
  it('learns of a new device, from where and when, and what to do if it was not them; once', async () => {
    const { accountNo, email } = await member();
    await publish(deviceAdded, emissionOf(accountNo, { ...deviceAdded.sample, accountNo }), 2);
    const mail = await mailWith(email, 'Sign-in on a new device');
    expect(mail.text).toContain('203.0.113.99');
    expect(mail.text).toContain('November 23, 2026');
    expect(mail.text).toContain('If it was not you');
    expect(mail.text).toContain('https://portal.genkan.example/account/security');
    expect((await deliveriesOf(accountNo)).map(({ template }) => template).sort()).toEqual(['new-device', 'welcome']);
  });

  it('learns that guesses locked the sign-in', async () => {
    const { accountNo, email } = await member();
    await publish(signInLocked, emissionOf(accountNo, { ...signInLocked.sample, accountNo }));
    const mail = await mailWith(email, 'Sign-in locked after five wrong passwords');
    expect(mail.text).toContain('9:45');
  });

  it('is told nothing when the login id belongs to nobody', async () => {
    const before = [await deadLetters(), (await verification.dataSource.query('SELECT id FROM deliveries')).length];
    const facts = { ...signInLocked.sample, knownId: false, memberId: null, accountNo: null };
    await publish(signInLocked, { ...emissionOf('platform', facts) });
    const after = [await deadLetters(), (await verification.dataSource.query('SELECT id FROM deliveries')).length];
    expect(after).toEqual(before);
  });

  it('without a contact leaves a dead letter, not a lost notice', async () => {
    const [accountNo, before] = [newAccount(), await deadLetters()];
    await publish(deviceAdded, emissionOf(accountNo, { ...deviceAdded.sample, accountNo }));
    expect(await deadLetters()).toBe(before + 1);
  });
});
