import { type Envelope, type NumberedEnvelope, numberedEnvelope } from '@genkan/contracts/envelope';
import type { BusMessage } from './bus.js';

/** The headers of CloudEvents' binary mode in Kafka: each attribute as `ce_<name>`, the form of the value as `content-type`. */
export function envelopeHeaders(envelope: Envelope): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(envelope)) {
    if (value !== undefined) headers[`ce_${name}`] = value;
  }
  return headers;
}

/** Reads the envelope of a message; attributes that this version does not know are dropped. Throws when it is none of ours. */
export function envelopeOf({ headers }: Pick<BusMessage, 'headers'>): NumberedEnvelope {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('ce_')) attributes[name.slice(3)] = value.toString();
  }
  return numberedEnvelope.parse(attributes);
}
