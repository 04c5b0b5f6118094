import { z } from 'zod';
import { actor, stage } from '../call-context.js';
import { defineEndpoint } from '../endpoint.js';
import { defineEvent } from '../event.js';
import { personalField, publicField } from '../field.js';
import { accountNumber, idField, page, pageQuery, timeField, uuid } from '../primitives.js';

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
  description: 'A member or an operator signed in.',
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
  description:
    'A session ended: signed out, ended by its owner, past its time, or replaced by a sign-in in the same browser.',
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

/** Stages in which a session may be looked at and ended. */
const anyStage = ['full', 'mfa-pending', 'password-change'] as const;

const currentSession = z
  .object({
    actor: personalField(actor, 'Who is signed in.'),
    accountNo: publicField(accountNumber.nullable(), 'Account; null for an operator.'),
    stage: publicField(stage, 'What the session may do.'),
    startedAt: timeField('When it was started'),
    idleEndsAt: timeField('When it ends unless used'),
    absoluteEndsAt: timeField('When it ends in any case'),
  })
  .meta({ id: 'CurrentSession' });

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

const ownSession = z
  .object({
    sessionId: idField('the session'),
    current: publicField(z.boolean(), 'Whether it is the one that asks.'),
    stage: publicField(stage, 'What the session may do.'),
    sourceIp: personalField(z.string(), 'Address that it was started from.'),
    userAgent: personalField(z.string(), 'User agent that it was started with.'),
    startedAt: timeField('When it was started'),
    lastActiveAt: timeField('When it was last used, to the minute'),
    absoluteEndsAt: timeField('When it ends in any case'),
  })
  .meta({ id: 'Session' });

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
  action: 'ViewSessions',
  resource: { type: 'Session' },
  readOnly: true,
  invalidates: [],
  sets: [],
  emits: [],
  errors: {},
  request: { query: z.strictObject(pageQuery), sample: { query: { size: 20 } } },
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
  request: {
    params: z.strictObject({ sessionId: idField('the session') }),
    sample: { params: { sessionId: '019ab000-0000-7000-8000-000000000001' } },
  },
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
