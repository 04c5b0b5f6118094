import { z } from 'zod';
import { stage } from '../call-context.js';
import { defineEndpoint } from '../endpoint.js';
import { defineEvent } from '../event.js';
import { personalField, publicField, secretField } from '../field.js';
import { accountField, accountNumber, idField, timeField, uuid } from '../primitives.js';
import { sessionEnded, sessionStarted } from './sessions.js';

const knownId = publicField(z.boolean(), 'Whether the login id belongs to anybody.');
const bucket = publicField(
  z.enum(['known-device', 'unknown-devices', 'network']).meta({ id: 'SignInBucket' }),
  'What is closed: the login id on one known device, on all unknown ones, or every sign-in from one network.',
);

export const signInFailed = defineEvent({
  service: 'identity',
  name: 'sign-in.failed',
  version: 1,
  description: 'A sign-in failed. For an unknown login id nothing of what was typed is kept.',
  action: 'SignIn',
  resource: 'SignIn',
  kind: 'fact',
  facts: z.object({
    knownId,
    deviceKnown: publicField(z.boolean(), 'Whether it came from a device of an earlier full sign-in.'),
  }),
  sample: { knownId: true, deviceKnown: false },
});

export const signInLocked = defineEvent({
  service: 'identity',
  name: 'sign-in.locked',
  version: 1,
  description: 'Wrong guesses closed a bucket: five one of a login id, a hundred the one of a network.',
  action: 'LockSignIn',
  resource: 'SignIn',
  kind: 'fact',
  consumedBy: ['verification'],
  facts: z.object({
    knownId,
    memberId: publicField(
      uuid.nullable(),
      'Member whose sign-in is locked; null for an unknown login id, an operator or a network.',
    ),
    accountNo: publicField(accountNumber.nullable(), 'Account of that member.'),
    bucket,
    lockedUntil: timeField('When it opens by itself'),
  }),
  sample: {
    knownId: true,
    memberId: '019ab000-0000-7000-8000-000000000002',
    accountNo: '204718330962',
    bucket: 'unknown-devices',
    lockedUntil: '2026-11-23T09:45:00.000Z',
  },
});

export const signInUnlocked = defineEvent({
  service: 'identity',
  name: 'sign-in.unlocked',
  version: 1,
  description: 'A lock ended by time.',
  action: 'UnlockSignIn',
  resource: 'SignIn',
  kind: 'fact',
  facts: z.object({
    knownId,
    memberId: publicField(
      uuid.nullable(),
      'Member whose sign-in opened again; null for an unknown login id, an operator or a network.',
    ),
    accountNo: publicField(accountNumber.nullable(), 'Account of that member.'),
    bucket,
  }),
  sample: {
    knownId: true,
    memberId: '019ab000-0000-7000-8000-000000000002',
    accountNo: '204718330962',
    bucket: 'unknown-devices',
  },
});

export const deviceAdded = defineEvent({
  service: 'identity',
  name: 'device.added',
  version: 1,
  description: 'A member signed in on a device that was not known for this login id. The owner gets a notice.',
  action: 'AddDevice',
  resource: 'Device',
  kind: 'state',
  consumedBy: ['verification'],
  facts: z.object({
    version: publicField(z.number().int(), 'Version of the device.'),
    deviceId: idField('the device'),
    memberId: idField('the member'),
    accountNo: accountField,
    sessionId: idField('the session that it was added with'),
  }),
  sample: {
    version: 1,
    deviceId: '019ab000-0000-7000-8000-000000000003',
    memberId: '019ab000-0000-7000-8000-000000000002',
    accountNo: '204718330962',
    sessionId: '019ab000-0000-7000-8000-000000000001',
  },
});

const signInBody = z
  .strictObject({
    loginId: personalField(z.string().min(1).max(320), 'Login id: the e-mail address proven at registration.'),
    password: secretField(z.string().min(1).max(256), 'Password, exactly as typed.'),
  })
  .meta({ id: 'Credentials' });

const signInErrors = {
  'identity.sign_in_failed': { status: 401, title: 'The login id or the password is not right' },
  'identity.sign_in_locked': { status: 429, title: 'Too many failed tries; wait and try again' },
  'identity.busy': { status: 429, title: 'Too many sign-ins at this moment; try again' },
} as const;

const signedIn = z
  .object({
    sessionId: idField('the session'),
    stage: publicField(stage, 'What the session may do.'),
    accountNo: publicField(accountNumber.nullable(), 'Account of the member; null for an operator.'),
    idleEndsAt: timeField('When it ends unless used'),
    absoluteEndsAt: timeField('When it ends in any case'),
  })
  .meta({ id: 'StartedSession' });

const signInContract = {
  service: 'identity',
  method: 'POST',
  auth: ['anonymous'],
  stages: [],
  action: 'SignIn',
  resource: { type: 'SignIn' },
  gate: 'exempt',
  readOnly: false,
  audit: 'always',
  invalidates: ['session'],
  errors: signInErrors,
  idempotent: false,
  rate: 'sensitive',
  request: { body: signInBody, sample: { body: { loginId: 'haneul@example.com', password: 'Gate-2026-way' } } },
  response: { status: 201, description: 'Signed in; the session cookie is set.', body: signedIn },
} as const;

export const signIn = defineEndpoint({
  ...signInContract,
  name: 'signIn',
  summary: 'Sign in as the main account',
  path: '/sessions',
  sets: ['session', 'device'],
  emits: [sessionStarted, sessionEnded, deviceAdded, signInFailed, signInLocked, signInUnlocked],
});

export const signInAsOperator = defineEndpoint({
  ...signInContract,
  name: 'signInAsOperator',
  summary: 'Sign in as an operator',
  path: '/operator-sessions',
  sets: ['session', 'device'],
  emits: [sessionStarted, sessionEnded, signInFailed, signInLocked, signInUnlocked],
});
