import { z } from 'zod';
import { personalField, publicField } from './field.js';
import { timeField } from './primitives.js';

/** A CloudEvents 1.0 envelope with Genkan's extensions, as it travels in Kafka binary mode (headers `ce_*`). */
export const envelope = z.object({
  specversion: publicField(z.literal('1.0'), 'Version of CloudEvents.'),
  id: publicField(z.string().min(1).max(128), 'Id of the event (UUIDv7), unique within its source.'),
  source: publicField(z.string().min(1).max(128), 'Service that published it, as `/services/<name>`.'),
  type: publicField(z.string().min(1).max(128), 'Type of the event, with its version.'),
  subject: publicField(z.string().max(128), 'NRN of the resource.'),
  time: timeField('When it happened'),
  dataschema: publicField(z.string().max(256), 'URI of the schema of its data.'),
  partitionkey: publicField(
    z.string().max(64),
    'Key of the message: account number, else draft id, else id of the event.',
  ),
  correlationid: publicField(
    z.string().max(64),
    'Same for everything that belongs together: the draft id while signing up, else the request id.',
  ),
  causationid: publicField(
    z.string().max(128).optional(),
    'Event that was handled, or record of the call; absent on the first record of a call.',
  ),
  traceparent: publicField(z.string().max(64).optional(), 'Trace that it belongs to, by W3C Trace Context.'),
  authtype: publicField(z.string().max(32), 'Kind of who acted.'),
  authid: personalField(z.string().max(64).optional(), 'Id of who acted, if there is one.'),
});
export type Envelope = z.infer<typeof envelope>;

/** An envelope with the number that the relay gave it. */
export const numberedEnvelope = envelope
  .extend({
    sequence: publicField(z.string().regex(/^\d{20}$/), 'Number at its source, 20 digits, without gaps.'),
  })
  .meta({ id: 'Envelope' });
export type NumberedEnvelope = z.infer<typeof numberedEnvelope>;

/** Largest value of a message in bytes of UTF-8; more is refused when the event is stored. */
export const MAX_EVENT_BYTES = 256 * 1024;
