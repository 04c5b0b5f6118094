import { z } from 'zod';
import { defineEvent } from './event.js';
import { publicField } from './field.js';
import { uuid } from './primitives.js';
import type { ServiceName } from './service-name.js';

/** `invalid`: it could not be read. `failed`: its handler refused it. `killed`: its handler ended the process. */
export const deadLetterReason = z.enum(['invalid', 'failed', 'killed']);
export type DeadLetterReason = z.infer<typeof deadLetterReason>;

const facts = z.object({
  deadLetterId: publicField(uuid, 'Identifier of the dead letter in the service that recorded it.'),
  consumer: publicField(z.string().max(64), 'Group that could not handle the message.'),
  reason: publicField(deadLetterReason, 'Why.'),
  topic: publicField(z.string().max(249), 'Topic of the message.'),
  partition: publicField(z.number().int().min(0), 'Partition of the message.'),
  offset: publicField(z.string().regex(/^\d+$/), 'Offset of the message, as decimal digits.'),
  eventSource: publicField(z.string().max(249), 'Source of the event; the topic when it could not be read.'),
  eventId: publicField(z.string().max(128), 'Id of the event; `partition/offset` when it could not be read.'),
});

/** The event with which a service tells that it gave up on a message: ids only, the message stays in its table. */
export const deadLetterRecorded = (service: ServiceName) =>
  defineEvent({
    service,
    name: 'dead-letter.recorded',
    version: 1,
    description: 'A message could not be handled and was put aside.',
    action: 'RecordDeadLetter',
    resource: 'DeadLetter',
    kind: 'fact',
    facts,
    sample: {
      deadLetterId: '019ab000-0000-7000-8000-000000000001',
      consumer: service,
      reason: 'failed',
      topic: 'genkan.identity.v1',
      partition: 3,
      offset: '4711',
      eventSource: '/services/identity',
      eventId: '019ab000-0000-7000-8000-000000000002',
    },
  });
