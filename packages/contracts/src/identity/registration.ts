import { z } from 'zod';
import { defineEndpoint } from '../endpoint.js';
import { defineEvent } from '../event.js';
import { personalField, publicField, secretField } from '../field.js';
import { accountField, country, idField, language, masked, memberType, timeField } from '../primitives.js';
import { accountCreated } from './account.js';
import { individualProfile, marketing, memberRegistered } from './members.js';

/** Steps of a sign-up, in their order. */
export const registrationStep = z.enum(['consents', 'email', 'phone', 'profile', 'completion']);
export type RegistrationStep = z.infer<typeof registrationStep>;

/** Lower-case hex of a SHA-256. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');
/** Document and date, such as `service-2026-11-01`. */
const termsVersion = z
  .string()
  .max(64)
  .regex(/^[a-z]+-\d{4}-\d{2}-\d{2}$/, 'name and date of a text of terms');
/** Parts of a profile that a country may or may not need. */
const requiredField = z.string().max(64);

/** Which text of which terms was agreed to (product R2). */
export const agreedTerms = z.strictObject({
  version: publicField(termsVersion, 'Version of the terms.'),
  textHash: publicField(sha256, 'SHA-256 of the text that was shown.'),
  language: publicField(language, 'Language in which it was shown.'),
});
export type AgreedTerms = z.infer<typeof agreedTerms>;

const draftId = idField('the draft');

// Events. Their scope is the draft's id: the log of a draft becomes the account's when the member registers.

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

// Endpoints.

const registration = z.object({
  draftId,
  country: publicField(country, 'Country of residence; fixed.'),
  type: publicField(memberType, 'Kind of member; fixed.'),
  language: publicField(language, 'Language of pages and mails.'),
  expiresAt: timeField('When the draft is removed'),
  nextStep: publicField(registrationStep, 'First step that is not done.'),
  consents: publicField(
    z
      .object({
        terms: publicField(z.array(agreedTerms), 'Terms agreed to.'),
        marketing: publicField(marketing, 'News chosen.'),
        ageConfirmed: publicField(z.boolean(), 'Whether the visitor said to be old enough.'),
        givenAt: timeField('When they were given'),
      })
      .nullable(),
    'Consents; null before they are given.',
  ),
  email: personalField(z.string().nullable(), 'Proven e-mail address; null before it is proven.'),
  phone: personalField(z.string().nullable(), 'Proven phone number, E.164; null before it is proven.'),
  profile: personalField(individualProfile.nullable(), 'Profile; null before it is saved.'),
});

/** Errors of every endpoint that a draft calls. */
const draftErrors = {
  'identity.registration_not_found': { status: 404, title: 'The sign-up has ended or expired' },
  'identity.registration_completed': { status: 409, title: 'The sign-up is complete: sign in' },
} as const;

const outOfOrder = {
  'identity.step_out_of_order': { status: 409, title: 'An earlier step is not done' },
} as const;

const emailTaken = { 'identity.email_taken': { status: 409, title: 'This e-mail address has a member' } } as const;

const phoneInUse = {
  'identity.phone_in_use': { status: 409, title: 'This phone number serves as many accounts as it may' },
} as const;

/** What the endpoints of registration share. */
const common = {
  service: 'identity',
  stages: [],
  resource: { type: 'Registration' },
  gate: 'exempt',
  readOnly: false,
  audit: 'always',
  invalidates: [],
  sets: [],
  idempotent: false,
  rate: 'normal',
} as const;

export const readRegistrationOptions = defineEndpoint({
  ...common,
  name: 'readRegistrationOptions',
  summary: 'Countries, kinds of member, the fields that they need and the terms to agree to.',
  method: 'GET',
  path: '/registration-options',
  auth: ['anonymous'],
  action: 'ViewRegistrationOptions',
  resource: { type: 'RegistrationOptions' },
  readOnly: true,
  emits: [],
  errors: {},
  request: {},
  response: {
    status: 200,
    description: 'All options.',
    body: z.object({
      languages: publicField(z.array(language), 'Languages of pages, mails and terms.'),
      countries: publicField(
        z.array(
          z.object({
            country: publicField(country, 'Country.'),
            minimumAge: publicField(z.number().int().nullable(), 'Age to be confirmed; null when none.'),
            memberTypes: publicField(
              z.array(
                z.object({
                  type: publicField(memberType, 'Kind of member.'),
                  offered: publicField(z.boolean(), 'Whether one can sign up as it today.'),
                  requiredFields: publicField(z.array(requiredField), 'Fields of the profile, such as `address.city`.'),
                  terms: publicField(z.array(termsVersion), 'Versions of the terms to agree to.'),
                }),
              ),
              'Kinds of member.',
            ),
          }),
        ),
        'Countries of residence.',
      ),
      terms: publicField(
        z.array(
          z.object({
            version: publicField(termsVersion, 'Version.'),
            language: publicField(language, 'Language.'),
            title: publicField(z.string(), 'Title.'),
            textHash: publicField(sha256, 'SHA-256 of the text, to be sent back with the consent.'),
          }),
        ),
        'Texts of terms; read one by its version and language.',
      ),
    }),
  },
});

export const readTerms = defineEndpoint({
  ...common,
  name: 'readTerms',
  summary: 'One text of terms.',
  method: 'GET',
  path: '/terms/{version}/{language}',
  auth: ['anonymous'],
  action: 'ViewTerms',
  resource: { type: 'Terms', id: 'version' },
  readOnly: true,
  emits: [],
  errors: { 'identity.terms_not_found': { status: 404, title: 'There are no such terms' } },
  request: {
    params: z.strictObject({
      version: publicField(termsVersion, 'Version of the terms.'),
      language: publicField(language, 'Language of the text.'),
    }),
  },
  response: {
    status: 200,
    description: 'The text.',
    body: z.object({
      version: publicField(termsVersion, 'Version.'),
      language: publicField(language, 'Language.'),
      title: publicField(z.string(), 'Title.'),
      text: publicField(z.string(), 'Text, in Markdown.'),
      textHash: publicField(sha256, 'SHA-256 of the text.'),
    }),
  },
});

export const startRegistration = defineEndpoint({
  ...common,
  name: 'startRegistration',
  summary: 'Begins to sign up: country and kind of member.',
  method: 'POST',
  path: '/registrations',
  auth: ['anonymous'],
  action: 'StartRegistration',
  sets: ['draft'],
  emits: [registrationStarted],
  errors: {
    'identity.country_not_offered': { status: 422, title: 'One cannot sign up from this country' },
    'identity.member_type_not_offered': { status: 422, title: 'One cannot sign up as this kind of member yet' },
    'identity.registration_budget_exhausted': { status: 429, title: 'Too many sign-ups were started from here' },
  },
  rate: 'sensitive',
  request: {
    body: z.strictObject({
      country: publicField(country, 'Country of residence.'),
      type: publicField(memberType, 'Kind of member.'),
      language: publicField(language, 'Language of pages and mails.'),
    }),
  },
  response: { status: 201, description: 'The draft; its cookie is set.', body: registration },
});

export const readRegistration = defineEndpoint({
  ...common,
  name: 'readRegistration',
  summary: 'The caller’s own draft.',
  method: 'GET',
  path: '/registrations/current',
  auth: ['draft'],
  action: 'ViewRegistration',
  readOnly: true,
  emits: [],
  errors: draftErrors,
  request: {},
  response: { status: 200, description: 'The draft.', body: registration },
});

export const giveConsents = defineEndpoint({
  ...common,
  name: 'giveConsents',
  summary: 'Agrees to the terms, chooses news, confirms the age.',
  method: 'PUT',
  path: '/registrations/current/consents',
  auth: ['draft'],
  action: 'GiveConsents',
  emits: [registrationConsented],
  errors: {
    ...draftErrors,
    'identity.consents_refused': { status: 422, title: 'Consents are missing or not to the current terms' },
  },
  request: {
    body: z.strictObject({
      terms: publicField(z.array(agreedTerms).max(10), 'Terms agreed to.'),
      marketing: publicField(marketing.default({ email: false, sms: false }), 'News, off unless chosen.'),
      ageConfirmed: publicField(z.boolean().default(false), 'Whether the visitor is as old as the country asks.'),
    }),
  },
  response: { status: 200, description: 'The draft.', body: registration },
});

export const redeemProof = defineEndpoint({
  ...common,
  name: 'redeemProof',
  summary: 'Puts a proven e-mail address or phone number on the draft.',
  method: 'POST',
  path: '/registrations/current/proofs',
  auth: ['draft'],
  action: 'RedeemProof',
  emits: [registrationProven],
  errors: {
    ...draftErrors,
    ...outOfOrder,
    ...emailTaken,
    ...phoneInUse,
    'identity.proof_refused': { status: 422, title: 'The proof is not valid for this sign-up' },
    'identity.proof_redeemed': { status: 409, title: 'The proof has been used' },
  },
  rate: 'sensitive',
  request: {
    body: z.strictObject({ proof: secretField(z.string().min(1).max(4096), 'Proof that verification signed.') }),
  },
  response: {
    status: 200,
    description: 'The draft, and whether another open draft has proven the same e-mail address.',
    body: registration.extend({
      otherDraft: publicField(z.boolean(), 'Whether `resume` would go on with an earlier draft.'),
    }),
  },
});

export const resumeRegistration = defineEndpoint({
  ...common,
  name: 'resumeRegistration',
  summary: 'Goes on with the other open draft of the proven e-mail address; this one ends.',
  method: 'POST',
  path: '/registrations/current/resume',
  auth: ['draft'],
  action: 'ResumeRegistration',
  invalidates: ['draft'],
  sets: ['draft'],
  emits: [registrationResumed],
  errors: {
    ...draftErrors,
    'identity.nothing_to_resume': { status: 409, title: 'There is no other draft of a proven e-mail address' },
  },
  request: {},
  response: { status: 200, description: 'The resumed draft; its new cookie is set.', body: registration },
});

export const updateRegistration = defineEndpoint({
  ...common,
  name: 'updateRegistration',
  summary: 'Saves the profile.',
  method: 'PUT',
  path: '/registrations/current/profile',
  auth: ['draft'],
  action: 'UpdateRegistration',
  emits: [registrationUpdated],
  errors: {
    ...draftErrors,
    ...outOfOrder,
    'identity.profile_refused': { status: 422, title: 'The profile does not meet what the country asks' },
  },
  request: { body: individualProfile },
  response: { status: 200, description: 'The draft.', body: registration },
});

export const completeRegistration = defineEndpoint({
  ...common,
  name: 'completeRegistration',
  summary: 'Becomes a member with an account of one’s own. Signs nobody in.',
  method: 'POST',
  path: '/registrations/current/completion',
  auth: ['draft'],
  action: 'RegisterMember',
  resource: { type: 'Member' },
  invalidates: ['draft'],
  emits: [memberRegistered, accountCreated],
  errors: {
    ...draftErrors,
    ...outOfOrder,
    ...emailTaken,
    ...phoneInUse,
    'identity.password_refused': { status: 422, title: 'The password does not meet the rules' },
    'identity.busy': { status: 429, title: 'Too many passwords are being worked on; try again soon' },
  },
  idempotent: true,
  rate: 'sensitive',
  request: {
    body: z.strictObject({
      password: secretField(z.string().max(1024), 'Password, taken exactly as typed.'),
      passwordConfirmation: secretField(z.string().max(1024), 'The same once more.'),
    }),
  },
  response: {
    status: 201,
    description: 'The member. Sign in next.',
    body: z.object({
      memberId: idField('the member'),
      accountNo: accountField,
      loginId: publicField(masked, 'Masked e-mail address that signs in.'),
      nextStep: publicField(z.literal('sign-in'), 'What to do next.'),
    }),
  },
});
