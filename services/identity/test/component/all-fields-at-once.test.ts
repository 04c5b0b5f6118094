import {
  completeRegistration,
  giveConsents,
  type RegistrationStep,
  startRegistration,
  updateRegistration,
} from '@genkan/contracts/identity/registration';
import { listSessions } from '@genkan/contracts/identity/sessions';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newMember, signedIn } from './sign-in-calls.js';
import { consents, newIp, profile, signUpTo } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

const fieldsOf = (body: { errors: { field: string; code: string }[] }) =>
  body.errors.map(({ field, code }) => `${field} ${code}`).sort();
const [service] = consents.terms;

/** What the contract refuses and what the rules refuse, of one and the same request. */
const requests = [
  {
    what: 'the choice of a country that is not offered',
    step: null,
    endpoint: startRegistration,
    body: { country: 'XX', type: 'individual', language: 'xx' },
    refused: ['body.country not_offered', 'body.language not_offered'],
  },
  {
    what: 'the choice of a kind of member that is not offered',
    step: null,
    endpoint: startRegistration,
    body: { country: 'KR', type: 'business', language: 5 },
    refused: ['body.language not_offered', 'body.type not_offered'],
  },
  {
    what: 'consents',
    step: 'consents',
    endpoint: giveConsents,
    body: {
      terms: [
        { ...service, textHash: '0'.repeat(64) },
        { ...service, version: 'x' },
      ],
      marketing: { email: 'yes' },
    },
    refused: [
      'body.ageConfirmed required',
      'body.marketing.email wrong_type',
      'body.terms required',
      'body.terms.0.textHash other_text',
      'body.terms.1.version wrong_format',
    ],
  },
  {
    what: 'consents whose language cannot be read, so nobody knows which text it was',
    step: 'consents',
    endpoint: giveConsents,
    body: { ...consents, terms: consents.terms.map((terms) => ({ ...terms, language: 'xx' })), ageConfirmed: false },
    refused: ['body.ageConfirmed required', 'body.terms.0.language not_offered', 'body.terms.1.language not_offered'],
  },
  {
    what: 'the profile',
    step: 'profile',
    endpoint: updateRegistration,
    body: { ...profile, birthDate: '2020-01-01', name: 'x'.repeat(101), address: { line1: 5 } },
    refused: [
      'body.address.line1 wrong_type',
      'body.address.postalCode required',
      'body.birthDate too_young',
      'body.name too_big',
    ],
  },
  {
    what: 'the password',
    step: 'completion',
    endpoint: completeRegistration,
    body: { password: 'abc' },
    refused: [
      'body.password common',
      'body.password needs_digit',
      'body.password needs_special',
      'body.password too_short',
      'body.passwordConfirmation required',
    ],
  },
] as const satisfies readonly { step: RegistrationStep | null; [part: string]: unknown }[];

describe('one answer names what the contract and what the rules refuse', () => {
  it.each(requests)('of $what', async ({ step, endpoint, body, refused }) => {
    const {
      as,
      etag: ifMatch,
      draftId,
    } = step ? await signUpTo(identity, step) : { as: { sourceIp: newIp() }, etag: undefined, draftId: null };
    const before = draftId && (await identity.storedDraft(draftId));
    const answer = await identity.call(endpoint, { as, ifMatch, body }).expect(400);
    expect(answer.body.code).toBe('gateway.invalid_request');
    expect(fieldsOf(answer.body)).toEqual(refused);
    expect(answer.headers).not.toHaveProperty('genkan-recorded');
    expect(draftId && (await identity.storedDraft(draftId))).toEqual(before);
  });

  it('of a list of sessions', async () => {
    const { as } = await signedIn(identity, await newMember(identity));
    const { body } = await identity.call(listSessions, { as }).query({ size: 0, cursor: 'e30.x' }).expect(400);
    expect(fieldsOf(body)).toEqual(['query.cursor invalid_cursor', 'query.size too_small']);
  });
});

it('a step that has not been reached adds nothing to invalid fields', async () => {
  const { as } = await signUpTo(identity, 'profile');
  const { body } = await identity.call(completeRegistration, { as, body: { password: 'abc' } }).expect(400);
  expect(fieldsOf(body)).toEqual(['body.passwordConfirmation required']);
});
