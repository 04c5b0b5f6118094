import {
  getRegistration,
  giveConsents,
  redeemProof,
  updateRegistration,
} from '@genkan/contracts/identity/registration';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consents, profile, signUpTo } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

describe('consents', () => {
  it('are kept with version, hash, language and time', async () => {
    const { draftId, as, etag: ifMatch } = await signUpTo(identity, 'consents');
    const answer = await identity.call(giveConsents, { as, ifMatch, body: consents }).expect(200);
    expect(answer.body.consents).toEqual({ ...consents, givenAt: '2026-11-23T09:00:00.000Z' });
    expect(answer.body.nextStep).toBe('email');
    const read = await identity.call(getRegistration, { as }).expect(200);
    expect(read.body).toEqual(answer.body);

    const [, event] = await identity.events(draftId);
    expect(answer.headers['genkan-recorded']).toBe(event?.id);
    expect(event).toMatchObject({
      type: 'genkan.identity.registration.consented.v1',
      data: { ...consents, activity: { action: 'GiveConsents', actor: { type: 'draft', id: draftId }, before: null } },
    });
  });

  it('have marketing off unless it is chosen', async () => {
    const { as, etag: ifMatch } = await signUpTo(identity, 'consents');
    const { marketing: _, ...withoutMarketing } = consents;
    const { body } = await identity.call(giveConsents, { as, ifMatch, body: withoutMarketing }).expect(200);
    expect(body.consents.marketing).toEqual({ email: false, sms: false });
  });

  it('are refused with everything that is wrong at once', async () => {
    const { draftId, as, etag: ifMatch } = await signUpTo(identity, 'consents');
    const edited = { ...consents.terms[0], textHash: '0'.repeat(64) };
    const { body } = await identity.call(giveConsents, { as, ifMatch, body: { terms: [edited] } }).expect(422);
    expect(body.code).toBe('identity.consents_refused');
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual([
      'body.terms.0.textHash',
      'body.terms',
      'body.ageConfirmed',
    ]);
    expect(await identity.events(draftId)).toHaveLength(1);
  });
});

describe('proofs', () => {
  it('put the e-mail address on the draft, masked in the record', async () => {
    const { draftId, as, email } = await signUpTo(identity, 'email');
    const proof = identity.proof(draftId, 'email', email, { jti: '019ab000-0000-7000-8000-00000000000a' });
    const answer = await identity.call(redeemProof, { as, body: { proof } }).expect(200);
    expect(answer.body).toMatchObject({ email, otherDraft: false, nextStep: 'phone' });
    const [, , event] = await identity.events(draftId);
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
    const { draftId, as, etag: ifMatch } = await signUpTo(identity, 'profile');
    const first = await identity.call(updateRegistration, { as, ifMatch, body: profile }).expect(200);
    expect(first.body).toMatchObject({ profile, nextStep: 'completion' });
    const moved = { ...profile, address: { ...profile.address, line2: '3층' } };
    const second = await identity
      .call(updateRegistration, { as, ifMatch: first.headers.etag, body: moved })
      .expect(200);

    const event = (await identity.events(draftId)).at(-1);
    expect(second.headers['genkan-recorded']).toBe(event?.id);
    expect(event).toMatchObject({
      type: 'genkan.identity.registration.updated.v1',
      data: { changedFields: ['address.line2'], activity: { action: 'UpdateRegistration' } },
    });
    const row = await identity.storedDraft(draftId);
    const stored = Buffer.concat(
      Object.values(row ?? {}).map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(String(value)))),
    );
    for (const text of [profile.name, profile.address.line1, profile.birthDate]) {
      expect(stored.includes(text)).toBe(false);
      expect(event?.text).not.toContain(text);
    }
  });

  it('is refused with every field that the country misses', async () => {
    const { as, etag: ifMatch } = await signUpTo(identity, 'profile');
    const child = { ...profile, birthDate: '2020-01-01', address: { line1: '세종대로 110' } };
    const { body } = await identity.call(updateRegistration, { as, ifMatch, body: child }).expect(422);
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
    const { as, etag: ifMatch } = await signUpTo(identity, 'profile');
    const { body } = await identity
      .call(updateRegistration, { as, ifMatch, body: { ...profile, ...extra } })
      .expect(400);
    expect(body.code).toBe('gateway.invalid_request');
  });
});
