import { createHash } from 'node:crypto';
import { lookUpDraft } from '@genkan/contracts/identity/look-ups';
import {
  completeRegistration,
  giveConsents,
  readRegistration,
  redeemProof,
  resumeRegistration,
  startRegistration,
  updateRegistration,
} from '@genkan/contracts/identity/registration';
import { readRegistrationOptions, readTerms } from '@genkan/contracts/identity/registration-options';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consents, newEmail, newIp, passwords, profile, seedReadyDraft, signUpTo } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

/** The events of one draft, or of one account, in order. */
const eventsOf = async (key: string) => (await identity.events()).filter((event) => event.key === key);
const storedDraft = async (id: string) => {
  const rows: Record<string, unknown>[] = await identity.dataSource.query(
    'SELECT * FROM registration_drafts WHERE id = ?',
    [id],
  );
  return rows[0];
};

describe('what one can choose from', () => {
  it('is told with the terms to agree to and the fields that a country asks for', async () => {
    const { body } = await identity.call(readRegistrationOptions).expect(200);
    const korea = body.countries.find(({ country }: { country: string }) => country === 'KR');
    expect(korea.minimumAge).toBe(14);
    expect(korea.memberTypes).toEqual([
      expect.objectContaining({ type: 'individual', offered: true }),
      expect.objectContaining({ type: 'business', offered: false }),
    ]);
    expect(body.languages).toEqual(['ko', 'en', 'ja', 'zh-CN']);
    expect(body.terms).toHaveLength(8);
  });

  it('can be read: the hash of a text is that of its bytes', async () => {
    const params = { version: 'privacy-2026-11-01', language: 'ja' };
    const { body } = await identity.call(readTerms, { params }).expect(200);
    expect(body.title).toBe('個人情報の収集と利用');
    expect(body.textHash).toBe(createHash('sha256').update(body.text).digest('hex'));
  });

  it('is 404 for terms that do not exist', async () => {
    const params = { version: 'service-1999-01-01', language: 'en' };
    const { body } = await identity.call(readTerms, { params }).expect(404);
    expect(body.code).toBe('identity.terms_not_found');
  });
});

describe('starting', () => {
  const choice = { country: 'KR', type: 'individual', language: 'ko' };

  it('gives a draft and its cookie, of which only the hash is stored', async () => {
    const answer = await identity.call(startRegistration, { as: { sourceIp: newIp() }, body: choice }).expect(201);
    expect(answer.body).toMatchObject({ ...choice, nextStep: 'consents', email: null, profile: null });
    expect(answer.body.expiresAt).toBe('2026-11-30T09:00:00.000Z');

    const [secret = '', seconds] = (answer.headers['genkan-set-draft'] ?? '').split(';');
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(seconds).toBe('604800');
    const row = await storedDraft(answer.body.draftId);
    expect(row).toMatchObject({ status: 'open', version: 1, email_index: null });
    expect(row?.secret_hash).toEqual(createHash('sha256').update(secret).digest());

    const [event, ...others] = await eventsOf(answer.body.draftId);
    expect(others).toEqual([]);
    expect(answer.headers['genkan-recorded']).toBe(event?.id);
    expect(event).toMatchObject({
      type: 'genkan.identity.registration.started.v1',
      correlationId: answer.body.draftId,
      data: {
        ...choice,
        draftId: answer.body.draftId,
        activity: {
          scope: answer.body.draftId,
          action: 'StartRegistration',
          result: 'SUCCESS',
          actor: { type: 'anonymous', id: null },
          source: 'PORTAL',
          resource: { type: 'Registration' },
          after: choice,
        },
      },
    });
    expect(event?.text).not.toContain(secret);
  });

  it.each([
    ['as a business', { ...choice, type: 'business' }, 422, 'identity.member_type_not_offered'],
    ['from a country that is not listed', { ...choice, country: 'AQ' }, 422, 'identity.country_not_offered'],
    [
      'with a body that also names an account',
      { ...choice, accountNo: '123456789012' },
      400,
      'gateway.invalid_request',
    ],
    ['in a language that nobody writes', { ...choice, language: 'xx' }, 400, 'gateway.invalid_request'],
    ['from a country in small letters', { ...choice, country: 'kr' }, 400, 'gateway.invalid_request'],
  ])('is refused %s, and leaves nothing', async (_, body, status, code) => {
    const before = (await identity.events()).length;
    const answer = await identity.call(startRegistration, { as: { sourceIp: newIp() }, body }).expect(status);
    expect(answer.body.code).toBe(code);
    expect(answer.headers).not.toHaveProperty('genkan-set-draft');
    expect(answer.headers).not.toHaveProperty('genkan-recorded');
    expect(await identity.events()).toHaveLength(before);
  });

  it('is possible 20 times an hour from one network, whatever the address in it', async () => {
    const network = newIp().slice(0, -1);
    const start = (host: number) =>
      identity.call(startRegistration, { as: { sourceIp: `${network}${host.toString(16)}` }, body: choice });
    for (let host = 1; host <= 20; host += 1) await start(host).expect(201);
    const refused = await start(21).expect(429);
    expect(refused.body.code).toBe('identity.registration_budget_exhausted');
    expect(refused.headers['retry-after']).toBe('3600');
    await identity.call(startRegistration, { as: { sourceIp: newIp() }, body: choice }).expect(201);

    identity.clock.advance(3_600_000);
    await start(22).expect(201);
    identity.clock.advance(-3_600_000);
  });
});

describe('consents', () => {
  it('are kept with version, hash, language and time', async () => {
    const { draftId, as } = await signUpTo(identity, 'consents');
    const answer = await identity.call(giveConsents, { as, body: consents }).expect(200);
    expect(answer.body.consents).toEqual({ ...consents, givenAt: '2026-11-23T09:00:00.000Z' });
    expect(answer.body.nextStep).toBe('email');
    const read = await identity.call(readRegistration, { as }).expect(200);
    expect(read.body).toEqual(answer.body);

    const [, event] = await eventsOf(draftId);
    expect(answer.headers['genkan-recorded']).toBe(event?.id);
    expect(event).toMatchObject({
      type: 'genkan.identity.registration.consented.v1',
      data: { ...consents, activity: { action: 'GiveConsents', actor: { type: 'draft', id: draftId }, before: null } },
    });
  });

  it('have marketing off unless it is chosen', async () => {
    const { as } = await signUpTo(identity, 'consents');
    const { marketing: _, ...withoutMarketing } = consents;
    const { body } = await identity.call(giveConsents, { as, body: withoutMarketing }).expect(200);
    expect(body.consents.marketing).toEqual({ email: false, sms: false });
  });

  it('are refused with everything that is wrong at once', async () => {
    const { draftId, as } = await signUpTo(identity, 'consents');
    const edited = { ...consents.terms[0], textHash: '0'.repeat(64) };
    const { body } = await identity.call(giveConsents, { as, body: { terms: [edited] } }).expect(422);
    expect(body.code).toBe('identity.consents_refused');
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual([
      'body.terms[0].textHash',
      'body.terms',
      'body.ageConfirmed',
    ]);
    expect(await eventsOf(draftId)).toHaveLength(1);
  });
});

describe('proofs', () => {
  it('put the e-mail address on the draft, masked in the record', async () => {
    const { draftId, as, email } = await signUpTo(identity, 'email');
    const proof = identity.proof(draftId, 'email', email, { jti: '019ab000-0000-7000-8000-00000000000a' });
    const answer = await identity.call(redeemProof, { as, body: { proof } }).expect(200);
    expect(answer.body).toMatchObject({ email, otherDraft: false, nextStep: 'phone' });
    const [, , event] = await eventsOf(draftId);
    expect(answer.headers['genkan-recorded']).toBe(event?.id);
    expect(event?.data).toMatchObject({
      channel: 'email',
      target: 'k***@example.com',
      challengeId: '019ab000-0000-7000-8000-00000000000a',
      otherDraft: false,
      activity: { action: 'RedeemProof', before: { email: null }, after: { email: 'k***@example.com' } },
    });
    expect(event?.text).not.toContain(email);
    expect(event?.text).not.toContain(proof);
  });
});

describe('the profile', () => {
  it('is sealed in the database, and its record names the fields that changed', async () => {
    const { draftId, as } = await signUpTo(identity, 'profile');
    const first = await identity.call(updateRegistration, { as, body: profile }).expect(200);
    expect(first.body).toMatchObject({ profile, nextStep: 'completion' });
    const moved = { ...profile, address: { ...profile.address, line2: '3층' } };
    const second = await identity.call(updateRegistration, { as, body: moved }).expect(200);

    const event = (await eventsOf(draftId)).at(-1);
    expect(second.headers['genkan-recorded']).toBe(event?.id);
    expect(event).toMatchObject({
      type: 'genkan.identity.registration.updated.v1',
      data: { changedFields: ['address.line2'], activity: { action: 'UpdateRegistration' } },
    });
    const row = await storedDraft(draftId);
    const stored = Buffer.concat(
      Object.values(row ?? {}).map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(String(value)))),
    );
    for (const text of [profile.name, profile.address.line1, profile.birthDate]) {
      expect(stored.includes(text)).toBe(false);
      expect(event?.text).not.toContain(text);
    }
  });

  it('is refused with every field that the country misses', async () => {
    const { as } = await signUpTo(identity, 'profile');
    const child = { ...profile, birthDate: '2020-01-01', address: { line1: '세종대로 110' } };
    const { body } = await identity.call(updateRegistration, { as, body: child }).expect(422);
    expect(body.code).toBe('identity.profile_refused');
    expect(body.errors).toEqual([
      expect.objectContaining({ field: 'body.address.postalCode', code: 'required' }),
      expect.objectContaining({ field: 'body.birthDate', code: 'too_young' }),
    ]);
  });

  it.each([
    ['an e-mail address', { email: 'other@example.com' }],
    ['a phone number', { phone: '+821012345678' }],
    ['a country', { country: 'US' }],
    ['emailVerified', { emailVerified: true }],
    ['a role', { role: 'operator' }],
    ['an account number', { accountNo: '123456789012' }],
    ['a password', { password: 'Tr0ub4dor&3x' }],
  ])('never takes %s from the body', async (_, extra) => {
    const { as } = await signUpTo(identity, 'profile');
    const { body } = await identity.call(updateRegistration, { as, body: { ...profile, ...extra } }).expect(400);
    expect(body.code).toBe('gateway.invalid_request');
  });
});

describe('resuming', () => {
  it('goes on with the earlier draft of the same e-mail address, and ends the later one', async () => {
    const email = newEmail();
    const first = await signUpTo(identity, 'completion', { email });
    const second = await signUpTo(identity, 'email');
    const proof = identity.proof(second.draftId, 'email', email);
    const proven = await identity.call(redeemProof, { as: second.as, body: { proof } }).expect(200);
    expect(proven.body.otherDraft).toBe(true);

    const resumed = await identity.call(resumeRegistration, { as: second.as }).expect(200);
    expect(resumed.body).toMatchObject({ draftId: first.draftId, email, profile, nextStep: 'completion' });
    const [secret = '', seconds] = (resumed.headers['genkan-set-draft'] ?? '').split(';');
    expect(Number(seconds)).toBe(604_800);
    expect(secret).not.toBe(first.secret);

    const hash = (text: string) => createHash('sha256').update(text).digest('hex');
    await identity.call(lookUpDraft, { params: { tokenHash: hash(secret) } }).expect(200);
    await identity.call(lookUpDraft, { params: { tokenHash: hash(first.secret) } }).expect(404);
    await identity.call(lookUpDraft, { params: { tokenHash: hash(second.secret) } }).expect(404);
    const ended = await identity.call(readRegistration, { as: second.as }).expect(404);
    expect(ended.body.code).toBe('identity.registration_not_found');

    const event = (await eventsOf(first.draftId)).at(-1);
    expect(resumed.headers['genkan-recorded']).toBe(event?.id);
    expect(event).toMatchObject({
      type: 'genkan.identity.registration.resumed.v1',
      data: { draftId: first.draftId, endedDraftId: second.draftId, activity: { actor: { id: second.draftId } } },
    });
    await identity.call(completeRegistration, { as: first.as, body: passwords }).expect(201);
  });

  it('is refused without a proven e-mail address, and without another draft of it', async () => {
    const unproven = await signUpTo(identity, 'email');
    const alone = await signUpTo(identity, 'phone');
    for (const { as } of [unproven, alone]) {
      const { body } = await identity.call(resumeRegistration, { as }).expect(409);
      expect(body.code).toBe('identity.nothing_to_resume');
    }
  });

  it('never finds a draft that is completed', async () => {
    const email = newEmail();
    const { as } = await seedReadyDraft(identity, { email });
    await identity.call(completeRegistration, { as, body: passwords }).expect(201);
    const later = await signUpTo(identity, 'email');
    const proof = identity.proof(later.draftId, 'email', email);
    const { body } = await identity.call(redeemProof, { as: later.as, body: { proof } }).expect(409);
    expect(body.code).toBe('identity.email_taken');
  });
});

describe('the gateway’s look-up', () => {
  const tokenHashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

  it('tells whose a cookie is, and again only when it changed', async () => {
    const { draftId, secret } = await signUpTo(identity, 'email');
    const params = { tokenHash: tokenHashOf(secret) };
    const { body } = await identity.call(lookUpDraft, { params }).expect(200);
    expect(body).toMatchObject({ actor: { type: 'draft', id: draftId }, endsAt: '2026-11-30T09:00:00.000Z' });
    await identity.call(lookUpDraft, { params }).set('if-none-match', `"${body.version}"`).expect(304);
  });

  it('finds nothing for a cookie that nobody has', async () => {
    const { body } = await identity.call(lookUpDraft, { params: { tokenHash: tokenHashOf('x') } }).expect(404);
    expect(body.code).toBe('identity.draft_not_found');
  });
});
