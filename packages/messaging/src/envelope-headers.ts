import { type Envelope, type NumberedEnvelope, numberedEnvelope } from '@genkan/contracts/envelope';
import { isPublishedOn } from '@genkan/contracts/event';
import type { BusMessage } from './bus.js';

/** The headers of CloudEvents' binary mode in Kafka: each attribute as `ce_<name>`, the form of the value as `content-type`. */
export function envelopeHeaders(envelope: Envelope): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(envelope)) {
    if (value !== undefined) headers[`ce_${name}`] = value;
  }
  return headers;
}

/**
 * Reads the envelope of a message; attributes that this version does not know are dropped. Throws when it is none of ours, and when
 * it names another service than its topic does.
 */
export function envelopeOf({ topic, headers }: Pick<BusMessage, 'topic' | 'headers'>): NumberedEnvelope {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith('ce_'))
    .map(([name, value]) => [name.slice(3), value]);
  const envelope = numberedEnvelope.parse(Object.fromEntries(attributes));
  if (!isPublishedOn(topic, envelope)) {
    throw new Error(`${envelope.type} of ${envelope.source} has no place on ${topic}`);
  }
  return envelope;
}
