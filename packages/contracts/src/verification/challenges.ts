import { z } from 'zod';
import { defineEndpoint } from '../endpoint.js';
import { defineEvent } from '../event.js';
import { personalField, publicField, secretField } from '../field.js';
import { country, idField, language, masked, timeField, uuid } from '../primitives.js';
import { deliveryState, failureCause, namedCause } from './deliveries.js';

export const channel = z.enum(['email', 'phone']).meta({ id: 'Channel' });
export const purpose = z.enum(['registration-email', 'registration-phone']).meta({ id: 'ChallengePurpose' });

const challengeFacts = {
  version: publicField(z.number().int(), 'Version of the challenge.'),
  challengeId: idField('the challenge'),
  purpose: publicField(purpose, 'What it is to prove.'),
  channel: publicField(channel, 'How the code is sent.'),
  subject: publicField(uuid, 'The draft that asked.'),
  maskedTarget: publicField(masked, 'Where the code goes, masked.'),
  state: publicField(z.enum(['pending', 'passed', 'exhausted']), 'Where it stands.'),
  guessesLeft: publicField(z.number().int().min(0).max(5), 'Guesses left, over all re-sends.'),
  expiresAt: timeField('When the code stops being accepted'),
};

const sample = {
  version: 1,
  challengeId: '019ab000-0000-7000-8000-000000000011',
  purpose: 'registration-email',
  channel: 'email',
  subject: '019ab000-0000-7000-8000-000000000010',
  maskedTarget: 'k***@example.com',
  state: 'pending',
  guessesLeft: 5,
  expiresAt: '2026-11-23T09:40:00.000Z',
} as const;

export const challengeRequested = defineEvent({
  service: 'verification',
  name: 'challenge.requested',
  version: 1,
  description: 'A code was asked for, the first time or again.',
  action: 'RequestChallenge',
  resource: 'Challenge',
  kind: 'state',
  facts: z.object(challengeFacts),
  sample,
});

export const challengePassed = defineEvent({
  service: 'verification',
  name: 'challenge.passed',
  version: 1,
  description: 'The right code was given.',
  action: 'AnswerChallenge',
  resource: 'Challenge',
  kind: 'state',
  facts: z.object(challengeFacts),
  sample: { ...sample, version: 2, state: 'passed' },
});

export const challengeFailed = defineEvent({
  service: 'verification',
  name: 'challenge.failed',
  version: 1,
  description: 'A wrong code was given; after the fifth the challenge is exhausted.',
  action: 'AnswerChallenge',
  resource: 'Challenge',
  kind: 'state',
  facts: z.object(challengeFacts),
  sample: { ...sample, version: 2, guessesLeft: 4 },
});

const help = z
  .object({
    likely: publicField(namedCause.nullable(), 'The likely cause, when the mail server told us.'),
    causes: publicField(
      z.array(
        z.object({
          cause: publicField(namedCause, 'What may be the matter.'),
          text: publicField(z.string(), 'Says so, and what to do, in the language of the message.'),
        }),
      ),
      'All four causes, in an order that stays; none for an SMS.',
    ),
  })
  .meta({ id: 'DeliveryHelp' });

const challenge = z
  .object({
    challengeId: idField('the challenge'),
    purpose: publicField(purpose, 'What it is to prove.'),
    channel: publicField(channel, 'How the code is sent.'),
    maskedTarget: publicField(masked, 'Where the code goes, masked.'),
    state: publicField(z.enum(['pending', 'passed', 'exhausted', 'expired']), 'Where it stands.'),
    guessesLeft: publicField(z.number().int(), 'Guesses left, over all re-sends.'),
    expiresAt: timeField('When the code stops being accepted'),
    resendAt: timeField('When a new code may be asked for'),
    delivery: publicField(
      z.object({
        state: publicField(deliveryState, 'Where the newest message stands.'),
        cause: publicField(failureCause.nullable(), 'Likely cause, when it did not arrive and the server told us.'),
        help: publicField(help, 'What to do about a mail that does not arrive.'),
      }),
      'Delivery of the newest code.',
    ),
  })
  .meta({ id: 'Challenge' });

const byDraft = {
  service: 'verification',
  auth: ['draft'],
  stages: [],
  gate: 'exempt',
  audit: 'always',
  invalidates: [],
  sets: [],
} as const;

const budgetErrors = {
  'verification.budget_exhausted': { status: 429, title: 'Too many codes were asked for; wait and try again' },
} as const;
const notFound = {
  'verification.challenge_not_found': { status: 404, title: 'You have no such challenge' },
} as const;

const challengeId = z.strictObject({ challengeId: idField('the challenge') });
const params = { challengeId: '019ab000-0000-7000-8000-000000000011' };
const resource = { type: 'Challenge', id: 'challengeId' } as const;

export const requestChallenge = defineEndpoint({
  ...byDraft,
  name: 'requestChallenge',
  summary: 'Ask for a code by e-mail or SMS',
  method: 'POST',
  path: '/challenges',
  action: 'RequestChallenge',
  resource: { type: 'Challenge' },
  readOnly: false,
  emits: [challengeRequested],
  errors: {
    ...budgetErrors,
    'verification.target_invalid': { status: 422, title: 'This is not an address that a code can be sent to' },
    'verification.resend_too_early': { status: 429, title: 'A code was just sent; wait before asking for a new one' },
  },
  idempotent: true,
  rate: 'sensitive',
  request: {
    body: z.strictObject({
      purpose: publicField(purpose, 'What it is to prove.'),
      target: personalField(
        z.string().min(3).max(320),
        'E-mail address, or phone number in E.164 or as written in `country`.',
      ),
      country: publicField(country.optional(), 'Country of a phone number that is not written in E.164.'),
      language: publicField(language, 'Language of the message.'),
    }),
    sample: { body: { purpose: 'registration-email', target: 'haneul@example.com', language: 'en' } },
  },
  response: {
    status: 202,
    description: 'A code will be sent. The same for known and unknown addresses.',
    body: challenge,
  },
});

export const resendChallenge = defineEndpoint({
  ...byDraft,
  name: 'resendChallenge',
  summary: 'Ask for a new code on the same challenge; guesses used stay used',
  method: 'POST',
  path: '/challenges/{challengeId}/resends',
  action: 'RequestChallenge',
  resource,
  readOnly: false,
  emits: [challengeRequested],
  errors: {
    ...budgetErrors,
    ...notFound,
    'verification.resend_too_early': { status: 429, title: 'A code was just sent; wait before asking for a new one' },
    'verification.challenge_over': { status: 409, title: 'This challenge is passed, exhausted or expired' },
  },
  idempotent: false,
  rate: 'sensitive',
  request: { params: challengeId, sample: { params } },
  response: { status: 202, description: 'A new code will be sent; the old one is void.', body: challenge },
});

export const getChallenge = defineEndpoint({
  ...byDraft,
  name: 'getChallenge',
  summary: 'See a challenge and how its delivery stands',
  method: 'GET',
  path: '/challenges/{challengeId}',
  action: 'ViewChallenge',
  resource,
  readOnly: true,
  emits: [],
  errors: notFound,
  idempotent: false,
  rate: 'normal',
  request: { params: challengeId, sample: { params } },
  response: { status: 200, description: 'The challenge.', body: challenge },
});

const proofAnswer = z
  .object({
    proof: secretField(z.string(), 'Signed proof, to be redeemed once within 10 minutes.'),
  })
  .meta({ id: 'Proof' });

export const answerChallenge = defineEndpoint({
  ...byDraft,
  name: 'answerChallenge',
  summary: 'Give the code',
  method: 'POST',
  path: '/challenges/{challengeId}/answers',
  action: 'AnswerChallenge',
  resource,
  readOnly: false,
  emits: [challengePassed, challengeFailed],
  errors: {
    ...notFound,
    'verification.code_wrong': { status: 422, title: 'This is not the code' },
    'verification.challenge_over': { status: 409, title: 'This challenge is passed, exhausted or expired' },
  },
  idempotent: false,
  rate: 'sensitive',
  request: {
    params: challengeId,
    body: z.strictObject({ code: secretField(z.string().regex(/^\d{6}$/), 'The six digits.') }),
    sample: { params, body: { code: '048213' } },
  },
  response: { status: 200, description: 'Passed.', body: proofAnswer },
});

export const reissueProof = defineEndpoint({
  ...byDraft,
  name: 'reissueProof',
  summary: 'Get the proof of a passed challenge again (same jti)',
  method: 'POST',
  path: '/challenges/{challengeId}/proof',
  action: 'ReissueProof',
  resource,
  readOnly: true,
  emits: [],
  errors: {
    ...notFound,
    'verification.challenge_not_passed': { status: 409, title: 'This challenge has not been passed' },
  },
  idempotent: false,
  rate: 'sensitive',
  request: { params: challengeId, sample: { params } },
  response: { status: 200, description: 'The proof.', body: proofAnswer },
});
