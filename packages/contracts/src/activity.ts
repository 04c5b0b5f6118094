import { z } from 'zod';
import { actor, source } from './call-context.js';
import { personalField, publicField } from './field.js';
import { nrn } from './nrn.js';
import { uuid } from './primitives.js';

/** `SUCCESS`: it happened. `FAIL`: tried and failed. `DENIED`: not allowed. */
export const result = z.enum(['SUCCESS', 'FAIL', 'DENIED']).meta({ id: 'Result' });
export type Result = z.infer<typeof result>;

/** Fields by name, with values that are public or masked. */
export const fieldValues = z.record(z.string(), z.unknown()).meta({ id: 'FieldValues' });
export type FieldValues = z.infer<typeof fieldValues>;

/**
 * The part of every event that audit stores, without code per event type (acceptance T1). Id, version and time of
 * the record are those of the envelope.
 */
export const activity = z.object({
  scope: publicField(
    z.string().max(64),
    'Whose log it belongs to: an account number, a draft id before there is one, or `platform`.',
  ),
  adopts: publicField(
    uuid.optional(),
    "A log without an account (of a draft) that becomes part of this record's log, for good.",
  ),
  visibility: publicField(z.enum(['tenant', 'operator']), 'Who may read it.'),
  actor: personalField(actor, 'Who acted.'),
  source: publicField(source, 'Where the call came from.'),
  sourceIp: personalField(z.string().max(45), 'IP address of the caller; empty only for SYSTEM.'),
  userAgent: personalField(z.string().max(1024), 'User agent of the caller.'),
  requestId: publicField(z.string().max(64), 'Request that led to it; empty for work that no request caused.'),
  service: publicField(z.string().max(64), 'Service that recorded it.'),
  action: publicField(z.string().max(64), 'What was done, such as `SignIn`.'),
  resource: publicField(
    z
      .object({
        nrn: publicField(nrn, 'Its NRN.'),
        type: publicField(z.string().max(64), 'Its type, such as `Member`.'),
        name: publicField(z.string().max(320).nullable(), 'Its public or masked name, if it has one.'),
      })
      .meta({ id: 'Resource' }),
    'What it was done to.',
  ),
  region: publicField(z.string().max(32), 'Region, `global` for Genkan itself.'),
  result: publicField(result, 'How it ended.'),
  errorCode: publicField(z.string().max(128).nullable(), 'Stable code of the error, when it did not succeed.'),
  decisionId: publicField(z.string().max(64).nullable(), 'Decision of gate and policy.'),
  request: publicField(fieldValues.nullable(), 'The request with secret fields dropped and personal ones masked.'),
  before: publicField(fieldValues.nullable(), 'Public or masked values before the change.'),
  after: publicField(fieldValues.nullable(), 'Public or masked values after the change.'),
  readOnly: publicField(z.boolean(), 'Whether it only read.'),
});
export type Activity = z.infer<typeof activity>;

/** The scope of records that belong to no account and no draft. */
export const PLATFORM_SCOPE = 'platform';
