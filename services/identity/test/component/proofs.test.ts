import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { redeemProof } from '@genkan/contracts/identity/registration';
import { createProofSigner } from '@genkan/http-kit/proof-token';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newPhone, signUp, signUpTo } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

type Started = Awaited<ReturnType<typeof signUpTo>>;
const redeem = (as: Started['as'], proof: string) => identity.call(redeemProof, { as, body: { proof } });

describe('a proof is refused', () => {
  const bad: [string, (started: Started) => string][] = [
    ['for another draft', ({ email }) => identity.proof(randomUUID(), 'email', email)],
    [
      'whose purpose is not of its channel',
      ({ draftId, email }) => identity.proof(draftId, 'email', email, { purpose: 'registration-phone' }),
    ],
    [
      'for the phone that says e-mail',
      ({ draftId, phone }) => identity.proof(draftId, 'phone', phone, { purpose: 'registration-email' }),
    ],
    [
      'signed with a stranger’s key',
      ({ draftId, email }) => {
        const { privateKey } = generateKeyPairSync('ed25519');
        const facts = { jti: randomUUID(), purpose: 'registration-email', subject: draftId, channel: 'email' } as const;
        return createProofSigner({ privateKey, clock: identity.clock }).sign({ ...facts, target: email });
      },
    ],
    [
      'with another address written over it',
      ({ draftId, email }) => {
        const [header, claims = '', signature] = identity.proof(draftId, 'email', email).split('.');
        const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
        const forged = Buffer.from(JSON.stringify({ ...read, target: 'thief@example.com' })).toString('base64url');
        return `${header}.${forged}.${signature}`;
      },
    ],
    [
      'that says to be signed with "none"',
      ({ draftId, email }) => {
        const [, claims] = identity.proof(draftId, 'email', email).split('.');
        return `${Buffer.from('{"alg":"none","typ":"genkan-proof+jwt"}').toString('base64url')}.${claims}.`;
      },
    ],
    ['that is no token at all', () => 'proof'],
  ];
  it.each(bad)('%s', async (_, forge) => {
    const started = await signUpTo(identity, 'email');
    const before = (await identity.events()).length;
    const { status, body } = await redeem(started.as, forge(started));
    expect([status, body.code]).toEqual([422, 'identity.proof_refused']);
    expect(body.detail).toBeUndefined();
    expect(await identity.events()).toHaveLength(before);
  });

  it('after ten minutes', async () => {
    const { draftId, as, email } = await signUpTo(identity, 'email');
    const proof = identity.proof(draftId, 'email', email);
    identity.clock.advance(600_000);
    const { body } = await redeem(as, proof).expect(422);
    expect(body.code).toBe('identity.proof_refused');
    identity.clock.advance(-600_000);
    await redeem(as, proof).expect(200);
  });

  it('the second time, also when it was signed anew for the same challenge', async () => {
    const { draftId, as, email } = await signUpTo(identity, 'email');
    const jti = randomUUID();
    await redeem(as, identity.proof(draftId, 'email', email, { jti })).expect(200);
    identity.clock.advance(1_000);
    const { body } = await redeem(as, identity.proof(draftId, 'email', email, { jti })).expect(409);
    expect(body.code).toBe('identity.proof_redeemed');
  });

  it('for the phone before the e-mail address, and for both before the consents', async () => {
    const withoutConsents = await signUpTo(identity, 'consents');
    const withoutEmail = await signUpTo(identity, 'email');
    for (const [{ draftId, as }, channel] of [
      [withoutConsents, 'email'],
      [withoutConsents, 'phone'],
      [withoutEmail, 'phone'],
    ] as const) {
      const { body } = await redeem(as, identity.proof(draftId, channel, '+821012345678')).expect(409);
      expect(body.code).toBe('identity.step_out_of_order');
    }
  });
});

describe('one proof', () => {
  it('redeemed 20 times at once counts once', async () => {
    const { draftId, as, email } = await signUpTo(identity, 'email');
    const proof = identity.proof(draftId, 'email', email);
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(as, proof)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'identity.proof_redeemed')).toHaveLength(19);
    const events = (await identity.events(draftId)).filter(({ type }) => type.includes('proven'));
    expect(events).toHaveLength(1);
  });
});

describe('an address that is taken', () => {
  it('is told to the one who proved it, and the draft stays without it', async () => {
    const { email } = await signUp(identity);
    const { draftId, as } = await signUpTo(identity, 'email');
    const proof = identity.proof(draftId, 'email', email.toUpperCase());
    const { body } = await redeem(as, proof).expect(409);
    expect(body.code).toBe('identity.email_taken');
    const events = await identity.events(draftId);
    expect(events.some(({ type }) => type.includes('proven'))).toBe(false);
  });

  it('is a phone number with five accounts', async () => {
    const phone = newPhone();
    for (let n = 0; n < 5; n += 1) await signUp(identity, { phone });
    const { draftId, as } = await signUpTo(identity, 'phone');
    const { body } = await redeem(as, identity.proof(draftId, 'phone', phone)).expect(409);
    expect(body.code).toBe('identity.phone_in_use');
  });
});
