import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { IndividualProfile } from '@genkan/contracts/identity/members';
import {
  completeRegistration,
  giveConsents,
  type RegistrationStep,
  redeemProof,
  startRegistration,
  updateRegistration,
} from '@genkan/contracts/identity/registration';
import { readRegistrationRules } from '../../src/registration/compose-registration.js';
import { seedDraft } from '../seed/seed-drafts.js';
import { asDraft, type Identity } from './start-identity.js';

export const rules = readRegistrationRules(fileURLToPath(new URL('../../../rules', import.meta.url)));

export const password = 'Tr0ub4dor&3x';
export const passwords = { password, passwordConfirmation: password };

/** Texts that no event may hold. */
export const profile = {
  name: '홍길동아무개',
  birthDate: '1990-04-17',
  address: { postalCode: '04524', line1: '세종대로 110' },
  language: 'ko',
  serviceField: 'game',
  howHeard: 'recommendation',
} as const satisfies IndividualProfile;

export const consents = {
  terms: ['service-2026-11-01', 'privacy-2026-11-01'].map((version) => {
    const text = rules.terms.find((terms) => terms.version === version && terms.language === 'ko');
    return { version, language: 'ko' as const, textHash: text?.textHash ?? '' };
  }),
  marketing: { email: true, sms: false },
  ageConfirmed: true,
};

/** Addresses that no other test uses. */
export const newEmail = () => `kim.${randomBytes(6).toString('hex')}@example.com`;
export const newPhone = () => `+8210${randomBytes(4).readUInt32BE().toString().padStart(10, '0').slice(-8)}`;
/** A network of one's own, so that tests do not share a budget. */
export const newIp = () => `2001:db8:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}::1`;

const steps: readonly RegistrationStep[] = ['consents', 'email', 'phone', 'profile', 'completion'];

/** Signs up by the endpoints, up to the named step but without it. */
export async function signUpTo(
  identity: Identity,
  step: RegistrationStep,
  { email = newEmail(), phone = newPhone(), country = 'KR' } = {},
) {
  const started = await identity
    .call(startRegistration, {
      as: { sourceIp: newIp() },
      body: { country, type: 'individual', language: 'ko' },
    })
    .expect(201);
  let etag = started.headers.etag;
  const draftId = (started.body as { draftId: string }).draftId;
  const as = asDraft(draftId);
  const done = steps.slice(0, steps.indexOf(step));
  if (done.includes('consents')) {
    const given = await identity.call(giveConsents, { as, body: consents, ifMatch: etag }).expect(200);
    etag = given.headers.etag;
  }
  for (const [channel, target] of [['email', email] as const, ['phone', phone] as const]) {
    if (!done.includes(channel)) continue;
    const proof = identity.proof(draftId, channel, target);
    const redeemed = await identity.call(redeemProof, { as, body: { proof } }).expect(200);
    etag = redeemed.headers.etag;
  }
  if (done.includes('profile')) {
    const saved = await identity.call(updateRegistration, { as, body: profile, ifMatch: etag }).expect(200);
    etag = saved.headers.etag;
  }
  const cookie = started.headers['genkan-set-draft'] ?? '';
  return { draftId, as, email, phone, etag, secret: cookie.split(';')[0] ?? '' };
}

/** A member, signed up by the endpoints. */
export async function signUp(identity: Identity, contact: { email?: string; phone?: string } = {}) {
  const signedUp = await signUpTo(identity, 'completion', contact);
  const { body } = await identity.call(completeRegistration, { as: signedUp.as, body: passwords }).expect(201);
  return { ...signedUp, ...(body as { memberId: string; accountNo: string }) };
}

/** A draft with every step done, put into the database. */
export async function seedReadyDraft(identity: Identity, contact: { email?: string; phone?: string } = {}) {
  const { dataSource, protection, clock } = identity;
  const seed = { manager: dataSource.manager, protection, rules, now: clock.now() };
  const seeded = await seedDraft(seed, { email: newEmail(), phone: newPhone(), ...contact });
  return { ...seeded, as: asDraft(seeded.draftId) };
}
