import { systemIds } from '@genkan/config/ids';
import { lookUpDraft } from '@genkan/contracts/identity/look-ups';
import { completeRegistration, getRegistration, updateRegistration } from '@genkan/contracts/identity/registration';
import { HashQueueFull } from '@genkan/credentials/hash-queue-full';
import { hashToken } from '@genkan/credentials/opaque-token';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deviceOf, entriesOf, newMember } from './sign-in-calls.js';
import { consents, newEmail, newPhone, password, passwords, profile, seedReadyDraft, signUpTo } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

const complete = (as: Awaited<ReturnType<typeof signUpTo>>['as'], body: object = passwords, idempotencyKey?: string) =>
  identity.call(completeRegistration, { as, body, ...(idempotencyKey ? { idempotencyKey } : {}) });
const count = async (sql: string, parameters: unknown[] = []) => {
  const rows: { n: string }[] = await identity.dataSource.query(`SELECT COUNT(*) AS n FROM ${sql}`, parameters);
  return Number(rows[0]?.n);
};

describe('completion', () => {
  it('makes a member with an account, once, and signs nobody in', async () => {
    const { draftId, as, email, phone } = await signUpTo(identity, 'completion');
    const answer = await complete(as).expect(201);
    const { memberId, accountNo } = answer.body;
    expect(answer.body).toEqual({ memberId, accountNo, loginId: 'k***@example.com', nextStep: 'sign-in' });
    expect(accountNo).toMatch(/^\d{12}$/);
    expect(answer.headers).not.toHaveProperty('genkan-set-session');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    const [{ id: deviceId } = { id: '' }, ...others] = entriesOf(deviceOf(answer));
    expect(others).toEqual([]);

    // Stored: the member, sealed; the account; the device; the consents; the draft, emptied.
    const found = await identity.members.findByLoginId(identity.dataSource.manager, email.toUpperCase());
    expect(found).toMatchObject({ memberId, accountNo, status: 'active', language: 'ko' });
    expect(found?.passwordHash).toMatch(/^\$argon2id\$/);
    expect(found?.maskedLoginId).toBe('k***@example.com');
    expect(await count('accounts WHERE account_no = ? AND member_id = ?', [accountNo, memberId])).toBe(1);
    expect(await count('devices WHERE id = ? AND principal_id = ?', [deviceId, memberId])).toBe(1);
    const kept: { kind: string; given: number; terms_version: string | null }[] = await identity.dataSource.query(
      'SELECT kind, given, terms_version FROM consents WHERE member_id = ? ORDER BY position',
      [memberId],
    );
    expect(kept.map(({ kind, given, terms_version }) => [kind, given, terms_version])).toEqual([
      ['terms', 1, 'service-2026-11-01'],
      ['terms', 1, 'privacy-2026-11-01'],
      ['age', 1, null],
      ['marketing-email', 1, null],
      ['marketing-sms', 0, null],
    ]);
    expect(
      await count("registration_drafts WHERE id = ? AND status = 'completed' AND email_index IS NULL", [draftId]),
    ).toBe(1);

    // Told: the member first, for it is the record of the call; then the account, because of it.
    const events = await identity.events(accountNo);
    expect(events.map(({ type }) => type)).toEqual([
      'genkan.identity.member.registered.v1',
      'genkan.identity.account.created.v1',
    ]);
    const [registered, created] = events;
    expect(answer.headers['genkan-recorded']).toBe(registered?.id);
    expect(created?.causationId).toBe(registered?.id);
    const steps = await identity.events(draftId);
    const challengeOf = (channel: string) => steps.find(({ data }) => data.channel === channel)?.data.challengeId;
    expect(registered).toMatchObject({
      correlationId: draftId,
      data: {
        version: 1,
        memberId,
        accountNo,
        draftId,
        deviceId,
        challengeIds: { email: challengeOf('email'), phone: challengeOf('phone') },
        country: 'KR',
        type: 'individual',
        language: 'ko',
        status: 'active',
        marketing: { email: true, sms: false },
        activity: {
          scope: accountNo,
          visibility: 'tenant',
          action: 'RegisterMember',
          result: 'SUCCESS',
          actor: { type: 'draft', id: draftId },
          resource: { nrn: `nrn:genkan:identity:global:${accountNo}:Member/${memberId}`, name: 'k***@example.com' },
        },
      },
    });
    expect(created?.data).toMatchObject({ version: 1, accountNo, memberId, status: 'active', country: 'KR' });

    // Nothing about the person is in any event.
    const texts = (await identity.events()).map(({ text }) => text).join();
    for (const secret of [email, phone, password, profile.name, profile.birthDate, profile.address.line1]) {
      expect(texts).not.toContain(secret);
    }
  });

  it('answers a repeated call with the same key alike, and does nothing twice', async () => {
    const { as } = await signUpTo(identity, 'completion');
    const first = await complete(as, passwords, 'key-1').expect(201);
    const events = await identity.events();
    const again = await complete(as, passwords, 'key-1').expect(201);
    expect(again.body).toEqual(first.body);
    // A browser that got the first answer keeps its cookie, and no answer is kept with one.
    expect(first.headers['genkan-set-device']).toMatch(/;34560000$/);
    expect(again.headers).not.toHaveProperty('genkan-set-device');
    expect(await identity.events()).toHaveLength(events.length);
    const other = { password: 'An0ther!one', passwordConfirmation: 'An0ther!one' };
    await complete(as, other, 'key-1').expect(422);
  });

  it('keeps the browser known to the login ids that signed in there before', async () => {
    const { device } = await newMember(identity);
    const { as } = await seedReadyDraft(identity);
    const answer = await complete(as).set('genkan-device', device).expect(201);
    const [mine, ...others] = entriesOf(deviceOf(answer));
    expect(others).toEqual(entriesOf(device));
    expect(mine?.id).not.toBe(others[0]?.id);
  });

  it('keeps neither the password nor its hash in the stored answer', async () => {
    const { as } = await signUpTo(identity, 'completion');
    await complete(as, passwords, 'key-2').expect(201);
    const rows: Record<string, unknown>[] = await identity.dataSource.query('SELECT * FROM idempotency_keys');
    expect(JSON.stringify(rows)).not.toContain(password);
    expect(JSON.stringify(rows)).not.toContain('argon2');
  });

  it('is 409 without the key, as is everything else that the draft then tries', async () => {
    const { as } = await signUpTo(identity, 'completion');
    await complete(as).expect(201);
    for (const answer of [
      await complete(as),
      await complete(as, passwords, 'key-3'),
      await identity.call(getRegistration, { as }),
      await identity.call(updateRegistration, { as, ifMatch: '"6"', body: profile }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'identity.registration_completed']);
    }
  });

  it('leaves the cookie its holder, so that a lost answer can be asked for again', async () => {
    const { draftId, secret, as } = await seedReadyDraft(identity);
    const first = await complete(as, passwords, 'key-4').expect(201);
    const params = { tokenHash: hashToken(secret) };
    const { body } = await identity.call(lookUpDraft, { params }).expect(200);
    expect(body).toMatchObject({ actor: { type: 'draft', id: draftId }, endsAt: '2026-11-24T09:00:00.000Z' });
    const again = await complete(as, passwords, 'key-4').expect(201);
    expect(again.body).toEqual(first.body);
  });

  it('answers 429 when too many passwords wait to be hashed, and leaves the draft as it was', async () => {
    const refuse = () => Promise.reject(new HashQueueFull(2));
    const busy = await startIdentity({ hasher: { ...identity.hasher, hash: refuse } });
    try {
      const { as } = await seedReadyDraft(busy);
      const { status, body, headers } = await busy.call(completeRegistration, { as, body: passwords });
      expect([status, body.code, headers['retry-after']]).toEqual([429, 'identity.busy', '2']);
      const read = await busy.call(getRegistration, { as }).expect(200);
      expect(read.body.nextStep).toBe('completion');
      expect(await busy.events()).toEqual([]);
    } finally {
      await busy.stop();
    }
  });

  it.each(['consents', 'email', 'phone', 'profile'] as const)('waits for the step %s', async (step) => {
    const { as } = await signUpTo(identity, step);
    const { body } = await complete(as).expect(409);
    expect(body).toMatchObject({ code: 'identity.step_out_of_order', detail: `Next comes: ${step}.` });
  });

  it('draws another account number when one is taken', async () => {
    const numbers = ['111111111111', '111111111111', '222222222222'];
    const drawing = await startIdentity({ ids: { ...systemIds, digits: () => numbers.shift() ?? '' } });
    try {
      for (const accountNo of ['111111111111', '222222222222']) {
        const { as } = await seedReadyDraft(drawing);
        const { body } = await drawing.call(completeRegistration, { as, body: passwords }).expect(201);
        expect(body.accountNo).toBe(accountNo);
      }
    } finally {
      await drawing.stop();
    }
  });
});

describe('the password', () => {
  const refusalOf = async (body: object) => {
    const { as } = await seedReadyDraft(identity, { email: 'kim.minsu@example.com' });
    const answer = await complete(as, body).expect(422);
    expect(answer.body.code).toBe('identity.password_refused');
    return answer.body.errors.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`);
  };
  const both = (text: string) => ({ password: text, passwordConfirmation: text });

  it.each([
    ['7 characters', 'qK7!vWm', ['too_short']],
    ['17 characters', 'aB3!xyzuvwqrstkpe', ['too_long']],
    ['no letter', '1!2@6%8&5', ['needs_letter']],
    ['no digit', 'qzWx!yvKm', ['needs_digit']],
    ['no special character', 'qzWx7yvKm', ['needs_special']],
    ['nothing right', 'é', ['too_short', 'bad_character', 'needs_letter', 'needs_digit', 'common']],
    ['a common word', 'Password1!', ['common']],
    ['the member’s own e-mail address', 'minsu#2718', ['contains_email']],
  ])('is refused with %s', async (_, text, codes) => {
    expect(await refusalOf(both(text))).toEqual(codes.map((code) => `body.password ${code}`));
  });

  it('is refused with all reasons at once, a different confirmation among them', async () => {
    expect(await refusalOf({ password: 'abc', passwordConfirmation: 'abd' })).toEqual([
      'body.password too_short',
      'body.password needs_digit',
      'body.password needs_special',
      'body.password common',
      'body.passwordConfirmation different',
    ]);
  });

  it.each(['qz7!Wx#k', 'qz7!Wx#k9$Lm2@Rt', ' qz7!Wx# '])('is taken exactly as typed: "%s"', async (text) => {
    const { as, email } = await seedReadyDraft(identity);
    await complete(as, both(text)).expect(201);
    const found = await identity.members.findByLoginId(identity.dataSource.manager, email);
    expect(await identity.hasher.verify(found?.passwordHash ?? '', text)).toBe(true);
    expect(await identity.hasher.verify(found?.passwordHash ?? '', `${text} `)).toBe(false);
  });
});

describe('at once', () => {
  it('200 completions with one e-mail address make one member, and no other answer than 201 and 409', async () => {
    const email = newEmail();
    const drafts = await Promise.all(Array.from({ length: 200 }, () => seedReadyDraft(identity, { email })));
    const answers = await Promise.all(drafts.map(({ as }) => complete(as)));
    const codes = answers.map(({ status, body }) => (status === 201 ? '201' : `${status} ${body.code}`));
    expect(codes.filter((code) => code === '201')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['201', '409 identity.email_taken']));

    const winner = answers.find(({ status }) => status === 201)?.body;
    expect(await count('members WHERE login_id_index = ?', [identity.protection.indexOf('login-id', email)])).toBe(1);
    const events = await identity.events(winner.accountNo);
    expect(events).toHaveLength(2);
    expect(await count('accounts a LEFT JOIN members m ON m.id = a.member_id WHERE m.id IS NULL')).toBe(0);
  });

  it('20 completions of one draft with one key make one member and get one answer', async () => {
    const { as, draftId } = await seedReadyDraft(identity);
    const answers = await Promise.all(Array.from({ length: 20 }, () => complete(as, passwords, 'same-key')));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await count('members WHERE draft_id = ?', [draftId])).toBe(1);
  });

  it('20 completions of one draft without a key make one member', async () => {
    const { as, draftId } = await seedReadyDraft(identity);
    const answers = await Promise.all(Array.from({ length: 20 }, () => complete(as)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of answers.filter(({ status }) => status !== 201)) {
      expect([status, body.code]).toEqual([409, 'identity.registration_completed']);
    }
    expect(await count('members WHERE draft_id = ?', [draftId])).toBe(1);
  });

  it('one phone number gets five accounts, in whatever order the drafts complete', async () => {
    const phone = newPhone();
    const drafts = await Promise.all(Array.from({ length: 12 }, () => seedReadyDraft(identity, { phone })));
    const answers = await Promise.all(drafts.map(({ as }) => complete(as)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(new Set(refused.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
      new Set(['409 identity.phone_in_use']),
    );
  });
});

it('keeps the consents that the draft was given, word by word', async () => {
  const { as } = await signUpTo(identity, 'completion');
  const { body } = await complete(as).expect(201);
  const rows: { text_hash: string; language: string; given_at: Date }[] = await identity.dataSource.query(
    "SELECT text_hash, language, given_at FROM consents WHERE member_id = ? AND kind = 'terms' ORDER BY position",
    [body.memberId],
  );
  expect(rows.map(({ text_hash }) => text_hash)).toEqual(consents.terms.map(({ textHash }) => textHash));
  expect(rows.map(({ given_at }) => given_at.toISOString())).toEqual(rows.map(() => '2026-11-23T09:00:00.000Z'));
});
