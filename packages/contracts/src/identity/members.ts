import { z } from 'zod';
import { defineEndpoint } from '../endpoint.js';
import { defineEvent } from '../event.js';
import { personalField, publicField } from '../field.js';
import { accountField, country, idField, language, memberType, timeField, uuid } from '../primitives.js';
import { accountFields } from './account.js';

/** Life of a member: `dormant` after a year without use, `withdrawn` after leaving. */
export const memberStatus = z.enum(['active', 'dormant', 'withdrawn']).meta({ id: 'MemberStatus' });
export type MemberStatus = z.infer<typeof memberStatus>;

/** What the member's own use of the platform is about. */
export const serviceField = z
  .enum(['it', 'game', 'commerce', 'media', 'finance', 'manufacturing', 'medical', 'education', 'public', 'other'])
  .meta({ id: 'ServiceField' });

/** How the member heard of the platform. */
export const howHeard = z
  .enum(['search', 'recommendation', 'event', 'advertisement', 'news', 'social-media', 'other'])
  .meta({ id: 'HowHeard' });

/** Text that a person types into one line: trimmed, never empty, no control characters. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^\P{C}+$/u, 'no control characters');

/** A postal address; which of its parts a country needs is in the registration options. */
export const address = z
  .strictObject({
    postalCode: personalField(line(20).optional(), 'Postal code.'),
    region: personalField(line(100).optional(), 'State, province or prefecture.'),
    city: personalField(line(100).optional(), 'City.'),
    line1: personalField(line(200), 'Street and number.'),
    line2: personalField(line(200).optional(), 'Building, floor, room.'),
  })
  .meta({ id: 'Address' });
export type Address = z.infer<typeof address>;

/** What an individual says about themselves (product R4); country, e-mail and phone are never said but known. */
export const individualProfile = z
  .strictObject({
    name: personalField(line(100), 'Full name.'),
    birthDate: personalField(z.iso.date(), 'Date of birth, `YYYY-MM-DD`.'),
    address: personalField(address, 'Postal address.'),
    language: publicField(language, 'Language of pages and notices.'),
    serviceField: publicField(serviceField, 'Field in which the services will be used.'),
    howHeard: publicField(howHeard, 'How they heard of us.'),
  })
  .meta({ id: 'IndividualProfile' });
export type IndividualProfile = z.infer<typeof individualProfile>;

/** News by e-mail and by SMS, separate from the terms, off unless chosen (product R2, acceptance R5). */
export const marketing = z
  .strictObject({
    email: publicField(z.boolean().default(false), 'News by e-mail.'),
    sms: publicField(z.boolean().default(false), 'News by SMS.'),
  })
  .meta({ id: 'Marketing' });
export type Marketing = z.infer<typeof marketing>;

const memberFields = {
  memberId: idField('the member'),
  accountNo: accountField,
  country: publicField(country, 'Country of residence; fixed.'),
  type: publicField(memberType, 'Kind of member; fixed.'),
  language: publicField(language, 'Language of pages and notices.'),
  status: publicField(memberStatus, 'Life of the member.'),
  marketing: publicField(marketing, 'Consents to news.'),
};

export const memberRegistered = defineEvent({
  service: 'identity',
  name: 'member.registered',
  version: 1,
  description: 'A visitor became a member. The challenges name the proven e-mail address and phone number.',
  action: 'RegisterMember',
  resource: 'Member',
  kind: 'state',
  consumedBy: ['verification'],
  facts: z.object({
    version: publicField(z.number().int().positive(), 'Version of the member.'),
    ...memberFields,
    draftId: idField('the draft that was completed; its log becomes the account’s'),
    deviceId: publicField(uuid.optional(), 'Identifier of the device that signed up, known from then on (UUIDv7).'),
    challengeIds: publicField(
      z.object({
        email: idField('the challenge that proved the e-mail address'),
        phone: idField('the challenge that proved the phone number'),
      }),
      'Challenges that proved how to reach the member.',
    ),
  }),
  sample: {
    version: 1,
    memberId: '019ab000-0000-7000-8000-000000000002',
    accountNo: '482915037264',
    country: 'KR',
    type: 'individual',
    language: 'ko',
    status: 'active',
    marketing: { email: true, sms: false },
    draftId: '019ab000-0000-7000-8000-000000000001',
    challengeIds: {
      email: '019ab000-0000-7000-8000-00000000000a',
      phone: '019ab000-0000-7000-8000-00000000000b',
    },
  },
});

export const getMember = defineEndpoint({
  service: 'identity',
  name: 'getMember',
  summary: 'See your profile and account',
  method: 'GET',
  path: '/member',
  auth: ['member'],
  stages: ['full'],
  action: 'ViewMember',
  resource: { type: 'Member' },
  gate: 'exempt',
  readOnly: true,
  audit: 'always',
  invalidates: [],
  sets: [],
  emits: [],
  errors: { 'identity.member_not_found': { status: 404, title: 'There is no such member' } },
  idempotent: false,
  rate: 'normal',
  request: {},
  response: {
    status: 200,
    description: 'The caller’s own profile and account.',
    body: z
      .object({
        ...memberFields,
        version: publicField(z.number().int().positive(), 'Version of the profile.'),
        loginId: personalField(z.string(), 'E-mail address that signs in.'),
        phone: personalField(z.string(), 'Proven mobile number, E.164.'),
        name: personalField(z.string(), 'Full name; fixed.'),
        birthDate: personalField(z.iso.date(), 'Date of birth.'),
        address: personalField(address, 'Postal address.'),
        serviceField: publicField(serviceField, 'Field in which the services are used.'),
        howHeard: publicField(howHeard, 'How they heard of us.'),
        registeredAt: timeField('When the member registered'),
        account: publicField(z.object(accountFields).meta({ id: 'Account' }), 'The member’s account.'),
      })
      .meta({ id: 'Member' }),
  },
});
