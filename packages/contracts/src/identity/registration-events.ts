import { z } from 'zod';
import { defineEvent } from '../event.js';
import { publicField } from '../field.js';
import { country, idField, language, masked, memberType, timeField } from '../primitives.js';
import { marketing } from './members.js';
import { agreedTerms } from './registration-options.js';

// The scope of these events is the draft's id: the log of a draft becomes the account's when the member registers.

const draftId = idField('the draft');

export const registrationStarted = defineEvent({
  service: 'identity',
  name: 'registration.started',
  version: 1,
  description: 'A visitor began to sign up.',
  action: 'StartRegistration',
  resource: 'Registration',
  kind: 'fact',
  facts: z.object({
    draftId,
    country: publicField(country, 'Country of residence.'),
    type: publicField(memberType, 'Kind of member.'),
    language: publicField(language, 'Language of pages and mails.'),
    expiresAt: timeField('When the draft is removed'),
  }),
  sample: {
    draftId: '019ab000-0000-7000-8000-000000000001',
    country: 'KR',
    type: 'individual',
    language: 'ko',
    expiresAt: '2026-11-30T09:30:00.000Z',
  },
});

export const registrationConsented = defineEvent({
  service: 'identity',
  name: 'registration.consented',
  version: 1,
  description: 'A visitor agreed to the terms and chose which news to get.',
  action: 'GiveConsents',
  resource: 'Registration',
  kind: 'fact',
  facts: z.object({
    draftId,
    terms: publicField(z.array(agreedTerms), 'Terms that were agreed to.'),
    marketing: publicField(marketing, 'News that was chosen.'),
    ageConfirmed: publicField(z.boolean(), 'Whether the visitor said to be old enough.'),
  }),
  sample: {
    draftId: '019ab000-0000-7000-8000-000000000001',
    terms: [
      {
        version: 'service-2026-11-01',
        textHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        language: 'ko',
      },
    ],
    marketing: { email: true, sms: false },
    ageConfirmed: true,
  },
});

export const registrationProven = defineEvent({
  service: 'identity',
  name: 'registration.proven',
  version: 1,
  description: 'A visitor proved to receive mail or SMS at an address.',
  action: 'RedeemProof',
  resource: 'Registration',
  kind: 'fact',
  facts: z.object({
    draftId,
    channel: publicField(z.enum(['email', 'phone']), 'What was proven.'),
    target: publicField(masked, 'Masked address or number.'),
    challengeId: idField('the challenge that proved it'),
    otherDraft: publicField(z.boolean(), 'Whether another open draft has proven the same address.'),
  }),
  sample: {
    draftId: '019ab000-0000-7000-8000-000000000001',
    channel: 'email',
    target: 'k***@example.com',
    challengeId: '019ab000-0000-7000-8000-00000000000a',
    otherDraft: false,
  },
});

export const registrationUpdated = defineEvent({
  service: 'identity',
  name: 'registration.updated',
  version: 1,
  description: 'A visitor saved the profile. Tells the fields that changed, never their values.',
  action: 'UpdateRegistration',
  resource: 'Registration',
  kind: 'fact',
  facts: z.object({
    draftId,
    changedFields: publicField(z.array(z.string().max(64)), 'Names of the fields that changed.'),
  }),
  sample: { draftId: '019ab000-0000-7000-8000-000000000001', changedFields: ['name', 'address.city'] },
});

export const registrationResumed = defineEvent({
  service: 'identity',
  name: 'registration.resumed',
  version: 1,
  description: 'A visitor who proved the same e-mail address went on with an earlier draft; the later one ended.',
  action: 'ResumeRegistration',
  resource: 'Registration',
  kind: 'fact',
  facts: z.object({ draftId, endedDraftId: idField('the draft that ended') }),
  sample: {
    draftId: '019ab000-0000-7000-8000-000000000001',
    endedDraftId: '019ab000-0000-7000-8000-000000000003',
  },
});

export const registrationExpired = defineEvent({
  service: 'identity',
  name: 'registration.expired',
  version: 1,
  description: 'A sign-up was not completed within its seven days and its data was removed.',
  action: 'ExpireRegistration',
  resource: 'Registration',
  kind: 'fact',
  facts: z.object({ draftId }),
  sample: { draftId: '019ab000-0000-7000-8000-000000000001' },
});
