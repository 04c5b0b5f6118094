import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  complete,
  type Draft,
  draftIdOf,
  giveConsents,
  nextStep,
  openDraft,
  prove,
  readyDraft,
  resume,
  saveProfile,
  startDraft,
  supersede,
} from './draft.js';

const now = new Date('2026-11-23T09:00:00.000Z');
const hoursLater = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const started = startDraft({ country: 'KR', type: 'individual', language: 'ko' }, { id: 'draft-1', now });
const consents = {
  terms: [],
  marketing: { email: false, sms: false },
  ageConfirmed: true,
  givenAt: now.toISOString(),
};
const profile = {
  name: 'Kim',
  birthDate: '1990-01-01',
  address: { line1: 'Road 1' },
  language: 'en',
  serviceField: 'it',
  howHeard: 'search',
} as const;

const consented = giveConsents(started, consents);
const withEmail = prove(consented, 'email', { target: 'kim@example.com', challengeId: 'c1' });
const withPhone = prove(withEmail, 'phone', { target: '+821012345678', challengeId: 'c2' });
const filled = saveProfile(withPhone, profile);

describe('a draft', () => {
  it('lives for seven days', () => {
    expect(started.expiresAt.toISOString()).toBe('2026-11-30T09:00:00.000Z');
    expect(openDraft(started, hoursLater(7 * 24 - 1))).toBe(started);
    expect(() => openDraft(started, hoursLater(7 * 24))).toThrow('identity.registration_not_found');
  });

  it('asks for consents, e-mail, phone, profile and completion, in this order', () => {
    expect([started, consented, withEmail, withPhone, filled].map(nextStep)).toEqual([
      'consents',
      'email',
      'phone',
      'profile',
      'completion',
    ]);
  });

  const contact = { target: 'x', challengeId: 'c' };
  const tooEarly: [string, Draft, (draft: Draft) => unknown][] = [
    ['an e-mail address before the consents', started, (draft) => prove(draft, 'email', contact)],
    ['a phone number before the consents', started, (draft) => prove(draft, 'phone', contact)],
    ['a phone number before the e-mail address', consented, (draft) => prove(draft, 'phone', contact)],
    ['a profile before the consents', started, (draft) => saveProfile(draft, profile)],
    ['a profile before the e-mail address', consented, (draft) => saveProfile(draft, profile)],
    ['a profile before the phone number', withEmail, (draft) => saveProfile(draft, profile)],
    ['completion of an empty draft', started, readyDraft],
    ['completion without e-mail address', consented, readyDraft],
    ['completion without phone number', withEmail, readyDraft],
    ['completion without profile', withPhone, readyDraft],
  ];
  it.each(tooEarly)('refuses %s', (_, draft, step) => {
    expect(() => step(draft)).toThrow(expect.objectContaining({ code: 'identity.step_out_of_order' }));
  });

  const attempts: Record<string, (draft: Draft) => Draft> = {
    consents: (draft) => giveConsents(draft, consents),
    email: (draft) => prove(draft, 'email', contact),
    phone: (draft) => prove(draft, 'phone', contact),
    profile: (draft) => saveProfile(draft, profile),
    completion: (draft) => complete(readyDraft(draft), now),
  };
  it('accepts a step after any others exactly when all that precede it are done', () => {
    const order = Object.keys(attempts);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...order), { maxLength: 12 }), (steps) => {
        let draft = started;
        const done = new Set<string>();
        for (const step of steps) {
          if (draft.status === 'completed') return;
          const allowed = order.slice(0, order.indexOf(step)).every((earlier) => done.has(earlier));
          const attempt = () => attempts[step]?.(draft) ?? draft;
          if (allowed) draft = attempt();
          else expect(attempt).toThrow('Next comes');
          if (allowed) done.add(step);
        }
      }),
    );
  });

  it('lets every step be done again', () => {
    const again = { target: 'lee@example.com', challengeId: 'c3' };
    expect(prove(filled, 'email', again).email).toEqual(again);
    expect(giveConsents(filled, { ...consents, ageConfirmed: false }).consents?.ageConfirmed).toBe(false);
    expect(saveProfile(filled, { ...profile, name: 'Lee' }).profile?.name).toBe('Lee');
  });

  it('takes its language from the profile', () => {
    expect(filled.language).toBe('en');
  });

  it('counts its versions', () => {
    expect([started, consented, withEmail, withPhone, filled].map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
  });

  it('is empty once completed, answers for a day that it is, and is then gone', () => {
    const completed = complete(readyDraft(filled), now);
    expect(completed).toMatchObject({ consents: null, email: null, phone: null, profile: null });
    expect(() => openDraft(completed, hoursLater(23))).toThrow('identity.registration_completed');
    expect(() => openDraft(completed, hoursLater(24))).toThrow('identity.registration_not_found');
  });

  it('is empty and gone once it was left for another', () => {
    const left = supersede(filled);
    expect(left).toMatchObject({ consents: null, email: null, phone: null, profile: null });
    expect(() => openDraft(left, now)).toThrow('identity.registration_not_found');
  });

  it('keeps all that it holds when it is resumed', () => {
    expect(resume(filled)).toEqual({ ...filled, version: filled.version + 1 });
  });

  it('is nobody’s who is not a draft', () => {
    const actor = {
      type: 'main',
      id: 'member-1',
      loginId: null,
      sessionId: null,
      accessKeyId: null,
      mfa: false,
    } as const;
    expect(() => draftIdOf({ actor })).toThrow();
    expect(() => draftIdOf({ actor: { ...actor, type: 'draft', id: null } })).toThrow();
    expect(draftIdOf({ actor: { ...actor, type: 'draft', id: 'draft-1' } })).toBe('draft-1');
  });
});
