import { z } from 'zod';
import { defineEndpoint } from '../endpoint.js';
import { personalField, publicField, secretField } from '../field.js';
import { accountField, country, idField, language, masked, memberType, timeField } from '../primitives.js';
import { accountCreated } from './account.js';
import { individualProfile, marketing, memberRegistered } from './members.js';
import {
  registrationConsented,
  registrationProven,
  registrationResumed,
  registrationStarted,
  registrationUpdated,
} from './registration-events.js';
import { agreedTerms } from './registration-options.js';

/** Steps of a sign-up, in their order. */
export const registrationStep = z
  .enum(['consents', 'email', 'phone', 'profile', 'completion'])
  .meta({ id: 'RegistrationStep' });
export type RegistrationStep = z.infer<typeof registrationStep>;

const registration = z
  .object({
    draftId: idField('the draft'),
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
        .meta({ id: 'Consents' })
        .nullable(),
      'Consents; null before they are given.',
    ),
    email: personalField(z.string().nullable(), 'Proven e-mail address; null before it is proven.'),
    phone: personalField(z.string().nullable(), 'Proven phone number, E.164; null before it is proven.'),
    profile: personalField(individualProfile.nullable(), 'Profile; null before it is saved.'),
  })
  .meta({ id: 'Registration' });

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

export const startRegistration = defineEndpoint({
  ...common,
  name: 'startRegistration',
  summary: 'Begin to sign up: country and kind of member',
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
    sample: { body: { country: 'KR', type: 'individual', language: 'en' } },
  },
  response: { status: 201, description: 'The draft; its cookie is set.', etag: true, body: registration },
});

export const getRegistration = defineEndpoint({
  ...common,
  name: 'getRegistration',
  summary: 'See your sign-up',
  method: 'GET',
  path: '/registrations/current',
  auth: ['draft'],
  action: 'ViewRegistration',
  readOnly: true,
  emits: [],
  errors: draftErrors,
  request: {},
  response: { status: 200, description: 'The draft.', etag: true, body: registration },
});

export const giveConsents = defineEndpoint({
  ...common,
  name: 'giveConsents',
  summary: 'Agree to the terms, choose news, confirm the age',
  method: 'PUT',
  path: '/registrations/current/consents',
  auth: ['draft'],
  action: 'GiveConsents',
  emits: [registrationConsented],
  errors: {
    ...draftErrors,
    'identity.consents_refused': { status: 422, title: 'Consents are missing or not to the current terms' },
  },
  conditional: true,
  request: {
    body: z.strictObject({
      terms: publicField(z.array(agreedTerms).max(10), 'Terms agreed to.'),
      marketing: publicField(marketing.default({ email: false, sms: false }), 'News, off unless chosen.'),
      ageConfirmed: publicField(z.boolean().default(false), 'Whether the visitor is as old as the country asks.'),
    }),
    sample: {
      body: {
        terms: [
          {
            version: 'service-2026-11-01',
            language: 'en',
            textHash: '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b',
          },
        ],
        marketing: { email: true, sms: false },
        ageConfirmed: true,
      },
    },
  },
  response: { status: 200, description: 'The draft.', etag: true, body: registration },
});

export const redeemProof = defineEndpoint({
  ...common,
  name: 'redeemProof',
  summary: 'Put a proven e-mail address or phone number on your sign-up',
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
    sample: { body: { proof: 'eyJhbGciOiJFZERTQSJ9.eyJwdXJwb3NlIjoicmVnaXN0cmF0aW9uLWVtYWlsIn0.c2lnbmF0dXJl' } },
  },
  response: {
    status: 200,
    description: 'The draft, and whether another open draft has proven the same e-mail address.',
    etag: true,
    body: registration.extend({
      otherDraft: publicField(z.boolean(), 'Whether `resume` would go on with an earlier draft.'),
    }),
  },
});

export const resumeRegistration = defineEndpoint({
  ...common,
  name: 'resumeRegistration',
  summary: 'Go on with your earlier sign-up of the same e-mail address; this one ends',
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
  response: { status: 200, description: 'The resumed draft; its new cookie is set.', etag: true, body: registration },
});

export const updateRegistration = defineEndpoint({
  ...common,
  name: 'updateRegistration',
  summary: 'Save the profile',
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
  conditional: true,
  request: {
    body: individualProfile,
    sample: {
      body: {
        name: 'Kim Haneul',
        birthDate: '1990-04-05',
        address: { postalCode: '04524', region: 'Seoul', city: 'Jung-gu', line1: 'Sejong-daero 110' },
        language: 'en',
        serviceField: 'it',
        howHeard: 'search',
      },
    },
  },
  response: { status: 200, description: 'The draft.', etag: true, body: registration },
});

export const completeRegistration = defineEndpoint({
  ...common,
  name: 'completeRegistration',
  summary: 'Become a member with an account; sign in afterwards',
  method: 'POST',
  path: '/registrations/current/completion',
  auth: ['draft'],
  action: 'RegisterMember',
  resource: { type: 'Member' },
  invalidates: ['draft'],
  sets: ['device'],
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
    sample: { body: { password: 'Gate-2026-way', passwordConfirmation: 'Gate-2026-way' } },
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
