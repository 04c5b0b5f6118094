import { z } from 'zod';
import { actor, stage } from '../call-context.js';
import { defineEndpoint } from '../endpoint.js';
import { defineEvent } from '../event.js';
import { personalField, publicField, secretField } from '../field.js';
import { draftEntry, sessionEntry } from '../gateway-entry.js';
import { accountField, accountNumber, idField, page, pageQuery, timeField, uuid } from '../primitives.js';

const endReason = z.enum(['signed-out', 'ended-by-owner', 'idle', 'absolute', 'replaced']);

const sessionFacts = {
  version: publicField(z.number().int(), 'Version of the session.'),
  sessionId: idField('the session'),
  principalType: publicField(z.enum(['main', 'operator']), 'Kind of principal that it belongs to.'),
  principalId: idField('the principal'),
  accountNo: publicField(accountNumber.nullable(), 'Account of the session; null for operators.'),
  stage: publicField(stage, 'What the session may do.'),
  deviceId: publicField(uuid.nullable(), 'Device that it was started on.'),
};

export const sessionStarted = defineEvent({
  service: 'identity',
  name: 'session.started',
  version: 1,
  description: 'Somebody signed in.',
  action: 'SignIn',
  resource: 'Session',
  kind: 'state',
  facts: z.object({
    ...sessionFacts,
    idleEndsAt: timeField('When it ends unless used'),
    absoluteEndsAt: timeField('When it ends in any case'),
  }),
  sample: {
    version: 1,
    sessionId: '019ab000-0000-7000-8000-000000000001',
    principalType: 'main',
    principalId: '019ab000-0000-7000-8000-000000000002',
    accountNo: '204718330962',
    stage: 'full',
    deviceId: '019ab000-0000-7000-8000-000000000003',
    idleEndsAt: '2026-11-23T10:00:00.000Z',
    absoluteEndsAt: '2026-11-23T21:30:00.000Z',
  },
});

export const sessionEnded = defineEvent({
  service: 'identity',
  name: 'session.ended',
  version: 1,
  description: 'A session ended: signed out, ended by its owner, or past its time.',
  action: 'EndSession',
  resource: 'Session',
  kind: 'state',
  facts: z.object({ ...sessionFacts, reason: publicField(endReason, 'Why it ended.') }),
  sample: {
    version: 2,
    sessionId: '019ab000-0000-7000-8000-000000000001',
    principalType: 'main',
    principalId: '019ab000-0000-7000-8000-000000000002',
    accountNo: '204718330962',
    stage: 'full',
    deviceId: '019ab000-0000-7000-8000-000000000003',
    reason: 'signed-out',
  },
});

const knownId = publicField(z.boolean(), 'Whether the login id belongs to anybody.');

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
  description: 'Five wrong guesses closed one bucket of a login id: this known device, or all unknown ones.',
  action: 'LockSignIn',
  resource: 'SignIn',
  kind: 'fact',
  facts: z.object({
    knownId,
    memberId: publicField(uuid.nullable(), 'Member whose sign-in is locked; null for an unknown login id.'),
    accountNo: publicField(accountNumber.nullable(), 'Account of that member.'),
    bucket: publicField(z.enum(['known-device', 'unknown-devices']), 'Which guesses are refused.'),
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
    memberId: publicField(uuid.nullable(), 'Member whose sign-in opened again; null for an unknown login id.'),
    accountNo: publicField(accountNumber.nullable(), 'Account of that member.'),
    bucket: publicField(z.enum(['known-device', 'unknown-devices']), 'Which guesses are accepted again.'),
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

/** Stages in which a session may be looked at and ended. */
const anyStage = ['full', 'mfa-pending', 'password-change'] as const;

const signInBody = z.strictObject({
  loginId: personalField(z.string().min(1).max(320), 'Login id: the e-mail address proven at registration.'),
  password: secretField(z.string().min(1).max(256), 'Password, exactly as typed.'),
});

const signInErrors = {
  'identity.sign_in_failed': { status: 401, title: 'The login id or the password is not right' },
  'identity.sign_in_locked': { status: 429, title: 'Too many failed tries; wait and try again' },
  'identity.busy': { status: 429, title: 'Too many sign-ins at this moment; try again' },
} as const;

const signedIn = z.object({
  sessionId: idField('the session'),
  stage: publicField(stage, 'What the session may do.'),
  accountNo: publicField(accountNumber.nullable(), 'Account of the member; null for an operator.'),
  idleEndsAt: timeField('When it ends unless used'),
  absoluteEndsAt: timeField('When it ends in any case'),
});

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
  invalidates: [],
  errors: signInErrors,
  idempotent: false,
  rate: 'sensitive',
  request: { body: signInBody },
  response: { status: 201, description: 'Signed in; the session cookie is set.', body: signedIn },
} as const;

export const signIn = defineEndpoint({
  ...signInContract,
  name: 'signIn',
  summary: 'Sign in as the main account',
  path: '/sessions',
  sets: ['session', 'device'],
  emits: [sessionStarted, deviceAdded, signInFailed, signInLocked],
});

export const signInAsOperator = defineEndpoint({
  ...signInContract,
  name: 'signInAsOperator',
  summary: 'Sign in as an operator',
  path: '/operator-sessions',
  sets: ['session', 'device'],
  emits: [sessionStarted, signInFailed, signInLocked],
});

const currentSession = z.object({
  actor: personalField(actor, 'Who is signed in.'),
  accountNo: publicField(accountNumber.nullable(), 'Account; null for an operator.'),
  stage: publicField(stage, 'What the session may do.'),
  startedAt: timeField('When it was started'),
  idleEndsAt: timeField('When it ends unless used'),
  absoluteEndsAt: timeField('When it ends in any case'),
});

/** Answered by the gateway itself from its entry of the session. */
export const getCurrentSession = defineEndpoint({
  service: 'gateway',
  name: 'getCurrentSession',
  summary: 'Who am I',
  method: 'GET',
  path: '/sessions/current',
  auth: ['principal', 'operator'],
  stages: anyStage,
  action: 'ViewSession',
  resource: { type: 'Session' },
  gate: 'exempt',
  readOnly: true,
  audit: 'failures',
  invalidates: [],
  sets: [],
  emits: [],
  errors: {},
  idempotent: false,
  rate: 'normal',
  request: {},
  response: { status: 200, description: 'The session of the cookie.', body: currentSession },
});

const ownSession = z.object({
  sessionId: idField('the session'),
  current: publicField(z.boolean(), 'Whether it is the one that asks.'),
  stage: publicField(stage, 'What the session may do.'),
  sourceIp: personalField(z.string(), 'Address that it was started from.'),
  userAgent: personalField(z.string(), 'User agent that it was started with.'),
  startedAt: timeField('When it was started'),
  lastActiveAt: timeField('When it was last used, to the minute'),
  absoluteEndsAt: timeField('When it ends in any case'),
});

const ownSessions = {
  service: 'identity',
  auth: ['principal', 'operator'],
  gate: 'exempt',
  audit: 'always',
  idempotent: false,
  rate: 'normal',
} as const;

export const listSessions = defineEndpoint({
  ...ownSessions,
  name: 'listSessions',
  summary: 'List own sessions, newest first',
  method: 'GET',
  path: '/sessions',
  stages: ['full'],
  action: 'ListSessions',
  resource: { type: 'Session' },
  readOnly: true,
  invalidates: [],
  sets: [],
  emits: [],
  errors: {},
  request: { query: z.strictObject(pageQuery) },
  response: { status: 200, description: 'Running sessions.', body: page(ownSession, 'Running sessions.') },
});

const ending = {
  ...ownSessions,
  method: 'DELETE',
  action: 'EndSession',
  readOnly: false,
  invalidates: ['session'],
  emits: [sessionEnded],
} as const;

export const signOut = defineEndpoint({
  ...ending,
  name: 'signOut',
  summary: 'Sign out',
  path: '/sessions/current',
  stages: anyStage,
  resource: { type: 'Session' },
  sets: ['session'],
  errors: {},
  request: {},
  response: { status: 204, description: 'The session is ended and its cookie cleared.' },
});

export const endSession = defineEndpoint({
  ...ending,
  name: 'endSession',
  summary: 'End one of your sessions',
  path: '/sessions/{sessionId}',
  stages: ['full'],
  resource: { type: 'Session', id: 'sessionId' },
  sets: [],
  errors: { 'identity.session_not_found': { status: 404, title: 'You have no such running session' } },
  request: { params: z.strictObject({ sessionId: idField('the session') }) },
  response: { status: 204, description: 'The session is ended.' },
});

export const endAllSessions = defineEndpoint({
  ...ending,
  name: 'endAllSessions',
  summary: 'End all your sessions, this one too',
  path: '/sessions',
  stages: ['full'],
  resource: { type: 'Session' },
  sets: ['session'],
  errors: {},
  request: {},
  response: { status: 204, description: 'All sessions are ended.' },
});

const lookUp = {
  service: 'identity',
  method: 'GET',
  auth: ['gateway'],
  stages: [],
  gate: 'exempt',
  readOnly: true,
  audit: 'never',
  invalidates: [],
  sets: [],
  emits: [],
  idempotent: false,
  rate: 'normal',
} as const;

const tokenHash = secretField(z.string().regex(/^[0-9a-f]{64}$/), 'SHA-256 (hex) of the token in the cookie.');

/** The gateway's look-up of a session. `If-None-Match: "<version>"` answers 304. */
export const lookUpSession = defineEndpoint({
  ...lookUp,
  name: 'lookUpSession',
  summary: 'Look up a session by the hash of its token',
  path: '/sessions/{tokenHash}',
  action: 'LookUpSession',
  resource: { type: 'Session' },
  errors: { 'identity.session_not_found': { status: 404, title: 'No such running session' } },
  request: { params: z.strictObject({ tokenHash }) },
  response: { status: 200, description: 'The session.', body: sessionEntry },
});

/** The gateway's look-up of a draft. `If-None-Match: "<version>"` answers 304. */
export const lookUpDraft = defineEndpoint({
  ...lookUp,
  name: 'lookUpDraft',
  summary: 'Look up a draft by the hash of its secret',
  path: '/drafts/{tokenHash}',
  action: 'LookUpDraft',
  resource: { type: 'Registration' },
  errors: { 'identity.draft_not_found': { status: 404, title: 'No such draft' } },
  request: { params: z.strictObject({ tokenHash }) },
  response: { status: 200, description: 'The draft.', body: draftEntry },
});
