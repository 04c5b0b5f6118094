import { z } from 'zod';

/** A CloudEvents 1.0 envelope with Genkan's extensions, as it travels in Kafka binary mode (headers `ce_*`). */
export const envelope = z.object({
  specversion: z.literal('1.0'),
  /** UUIDv7. */
  id: z.string().min(1).max(128),
  /** `/services/<name>`. */
  source: z.string().min(1).max(128),
  type: z.string().min(1).max(128),
  /** NRN of the resource. */
  subject: z.string().max(128),
  time: z.iso.datetime(),
  dataschema: z.string().max(256),
  /** Key of the message: account number, else draft id, else event id. */
  partitionkey: z.string().max(64),
  correlationid: z.string().max(64),
  causationid: z.string().max(128).optional(),
  traceparent: z.string().max(64).optional(),
  authtype: z.string().max(32),
  authid: z.string().max(64).optional(),
});
export type Envelope = z.infer<typeof envelope>;

/** An envelope with the number that the relay gave it: 20 digits, zero-padded, contiguous per source. */
export const numberedEnvelope = envelope.extend({ sequence: z.string().regex(/^\d{20}$/) });
export type NumberedEnvelope = z.infer<typeof numberedEnvelope>;

/** Largest value of a message in bytes of UTF-8; more is refused when the event is stored. */
export const MAX_EVENT_BYTES = 256 * 1024;
