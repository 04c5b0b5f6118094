import { createHash } from 'node:crypto';
import { lookUpDraft } from '@genkan/contracts/identity/look-ups';
import {
  completeRegistration,
  getRegistration,
  redeemProof,
  resumeRegistration,
} from '@genkan/contracts/identity/registration';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newEmail, passwords, profile, seedReadyDraft, signUpTo } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

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
    const ended = await identity.call(getRegistration, { as: second.as }).expect(404);
    expect(ended.body.code).toBe('identity.registration_not_found');

    const event = (await identity.events(first.draftId)).at(-1);
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
