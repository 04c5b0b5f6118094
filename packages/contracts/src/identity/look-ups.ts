import { z } from 'zod';
import { defineEndpoint } from '../endpoint.js';
import { secretField } from '../field.js';
import { draftEntry, sessionEntry } from '../gateway-entry.js';

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
  response: { status: 200, description: 'The session.', etag: true, body: sessionEntry },
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
  response: { status: 200, description: 'The draft.', etag: true, body: draftEntry },
});
