import { z } from 'zod';
import { activity, result } from '../activity.js';
import { source } from '../call-context.js';
import { defineEndpoint } from '../endpoint.js';
import { defineEvent } from '../event.js';
import { publicField } from '../field.js';
import { anyAction, anyId, anyNrn, ipAddress, page, pageQuery, timeField, timestamp } from '../primitives.js';

export const tailOpened = defineEvent({
  service: 'audit',
  name: 'tail.opened',
  version: 1,
  description: 'An operator opened a live tail of the topics. It is written before the first record is shown.',
  action: 'OpenTail',
  resource: 'Tail',
  kind: 'fact',
  facts: z.object({
    filters: publicField(z.record(z.string(), z.string()), 'Filters of the tail.'),
    since: publicField(timestamp.nullable(), 'Where it starts; null is the end of the topics.'),
  }),
  sample: { filters: { action: 'SignIn' }, since: null },
});

export const gapDetected = defineEvent({
  service: 'audit',
  name: 'integrity.gap-detected',
  version: 1,
  description: 'A sequence of a source is missing although everything on its topic was read.',
  action: 'DetectGap',
  resource: 'Source',
  kind: 'fact',
  facts: z.object({
    source: publicField(z.string(), 'CloudEvents source.'),
    fromSequence: publicField(z.string(), 'First missing number, 20 digits.'),
    toSequence: publicField(z.string(), 'Last missing number, 20 digits.'),
  }),
  sample: {
    source: '/services/identity',
    fromSequence: '00000000000000000042',
    toSequence: '00000000000000000042',
  },
});

/** One record of the audit: the event's identity and its activity (acceptance T1). */
export const activityRecord = z
  .object({
    id: publicField(z.string(), 'Id of the event.'),
    type: publicField(z.string(), 'Type of the event, with its version.'),
    time: timeField('When it happened'),
    correlationId: publicField(z.string(), 'Same for everything that belongs together; the draft id while signing up.'),
    causationId: publicField(z.string().nullable(), 'Record or event that it follows from.'),
    eventSource: publicField(z.string(), 'Service that published it, as a CloudEvents source.'),
    sequence: publicField(z.string(), 'Number at its source, 20 digits, without gaps.'),
    ...activity.shape,
    facts: publicField(z.record(z.string(), z.unknown()), 'The facts of the event.'),
  })
  .meta({ id: 'ActivityRecord' });
export type ActivityRecord = z.infer<typeof activityRecord>;

export const listActivities = defineEndpoint({
  service: 'audit',
  name: 'listActivities',
  summary: 'Search the log of your account, newest first',
  method: 'GET',
  path: '/activities',
  auth: ['member'],
  stages: ['full'],
  action: 'ViewActivities',
  resource: { type: 'Activity' },
  gate: 'exempt',
  readOnly: true,
  audit: 'always',
  invalidates: [],
  sets: [],
  emits: [],
  errors: {
    'audit.cursor_invalid': { status: 400, title: 'The cursor does not belong to this search' },
    'audit.window_invalid': { status: 400, title: 'The window of time ends before it begins' },
  },
  idempotent: false,
  rate: 'normal',
  request: {
    query: z.strictObject({
      from: publicField(timestamp.optional(), 'Not before; 30 days ago unless told.'),
      to: publicField(timestamp.optional(), 'Before; now unless told.'),
      actorId: publicField(anyId.optional(), 'Id of who acted.'),
      actorType: publicField(activity.shape.actor.shape.type.optional(), 'Kind of who acted.'),
      action: publicField(anyAction.optional(), 'Action, such as `SignIn`.'),
      result: publicField(result.optional(), 'How it ended.'),
      source: publicField(source.optional(), 'Where the call came from.'),
      sourceIp: publicField(ipAddress.optional(), 'Address of the caller.'),
      nrn: publicField(anyNrn.optional(), 'NRN of the resource.'),
      eventId: publicField(anyId.optional(), 'Id of the event.'),
      correlationId: publicField(anyId.optional(), 'Correlation id.'),
      requestId: publicField(anyId.optional(), 'Request id.'),
      ...pageQuery,
    }),
    sample: { query: { action: 'SignIn', size: 20 } },
  },
  response: { status: 200, description: 'Records, newest first.', body: page(activityRecord, 'Records.') },
});

export const getActivity = defineEndpoint({
  service: 'audit',
  name: 'getActivity',
  summary: 'Read one record of your account',
  method: 'GET',
  path: '/activities/{eventId}',
  auth: ['member'],
  stages: ['full'],
  action: 'ViewActivity',
  resource: { type: 'Activity', id: 'eventId' },
  gate: 'exempt',
  readOnly: true,
  audit: 'always',
  invalidates: [],
  sets: [],
  emits: [],
  errors: { 'audit.activity_not_found': { status: 404, title: 'Your log has no such record' } },
  idempotent: false,
  rate: 'normal',
  request: {
    params: z.strictObject({ eventId: publicField(anyId, 'Id of the event.') }),
    sample: { params: { eventId: '019ab000-0000-7000-8000-000000000021' } },
  },
  response: { status: 200, description: 'The record.', body: activityRecord },
});
