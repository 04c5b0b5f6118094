import { type Activity, activity, PLATFORM_SCOPE } from '@genkan/contracts/activity';
import type { NumberedEnvelope } from '@genkan/contracts/envelope';
import type { BusMessage } from '@genkan/messaging/bus';
import { envelopeOf } from '@genkan/messaging/envelope-headers';

/** A message as audit keeps it: what is searched stands in columns, personal fields in one of their own. */
export interface AuditRecord {
  readonly source: string;
  readonly eventId: string;
  /** Number at its source; null when the message could not be read. */
  readonly sequence: bigint | null;
  readonly scope: string;
  /** See `Activity`. */
  readonly adopts: string | null;
  readonly visibility: Activity['visibility'];
  readonly type: string;
  readonly time: Date;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly requestId: string;
  readonly actorType: string;
  readonly actorId: string | null;
  readonly action: string;
  readonly result: string;
  readonly callSource: string;
  readonly nrn: string;
  /** Fields about people, each in its place. They stand in `value` and, the address, in a column of its own too. */
  readonly personal: {
    readonly actor: Activity['actor'];
    readonly sourceIp: string;
    readonly userAgent: string;
  } | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes as received. */
  readonly value: Buffer;
  /** Whether it could not be read as an event: kept as it is, for operators. */
  readonly isRaw: boolean;
}

/**
 * What a record holds of a value and of headers, at most. Events have 256 KiB, but a topic may let more pass, and a statement must stay
 * below the 16 MiB of `max_allowed_packet`, in which a byte of a value takes two, and one of a header at most twelve.
 */
const VALUE_BYTES = 4 * 1024 * 1024;
const HEADER_BYTES = 256 * 1024;

/**
 * Reads one message. It never throws: what cannot be read, or is larger than any event, is kept raw under `topic/partition/offset`.
 */
export function recordOf(message: BusMessage, receivedAt: Date): AuditRecord {
  try {
    if (isTooLarge(message)) return raw(message, receivedAt);
    const envelope = envelopeOf(message);
    const data = JSON.parse(message.value.toString('utf8')) as { activity?: unknown };
    return readable(message, envelope, activity.parse(data.activity));
  } catch {
    return raw(message, receivedAt);
  }
}

function readable(message: BusMessage, envelope: NumberedEnvelope, done: Activity): AuditRecord {
  return {
    source: envelope.source,
    eventId: envelope.id,
    sequence: BigInt(envelope.sequence),
    scope: done.scope,
    adopts: done.adopts ?? null,
    visibility: done.visibility,
    type: envelope.type,
    time: new Date(envelope.time),
    correlationId: envelope.correlationid,
    causationId: envelope.causationid ?? null,
    requestId: done.requestId,
    actorType: done.actor.type,
    actorId: done.actor.id,
    action: done.action,
    result: done.result,
    callSource: done.source,
    nrn: done.resource.nrn,
    personal: { actor: done.actor, sourceIp: done.sourceIp, userAgent: done.userAgent },
    headers: message.headers,
    value: message.value,
    isRaw: false,
  };
}

/**
 * A message that could not be read, or that must not be looked into. It fits into its row, whatever the message is: we make every
 * column but `source` (a topic's name), `headers` and `value`, and keep the beginning of those that are too large.
 */
export function raw(message: BusMessage, receivedAt: Date): AuditRecord {
  return {
    source: message.topic,
    eventId: `${message.topic}/${message.partition}/${message.offset}`,
    sequence: null,
    scope: PLATFORM_SCOPE,
    adopts: null,
    visibility: 'operator',
    type: 'unreadable',
    time: receivedAt,
    correlationId: '',
    causationId: null,
    requestId: '',
    actorType: 'system',
    actorId: null,
    action: 'Unreadable',
    result: 'FAIL',
    callSource: 'SYSTEM',
    nrn: '',
    personal: null,
    headers: isTooLarge(message) ? beginningOf(message) : message.headers,
    value: message.value.subarray(0, VALUE_BYTES),
    isRaw: true,
  };
}

const sizeOf = ([name, text]: readonly [string, string]): number => Buffer.byteLength(name) + Buffer.byteLength(text);

function isTooLarge({ headers, value }: BusMessage): boolean {
  const bytes = Object.entries(headers).reduce((sum, header) => sum + sizeOf(header), 0);
  return value.length > VALUE_BYTES || bytes > HEADER_BYTES;
}

/** The first headers, as many as fit, and how much there was of everything. */
function beginningOf({ headers, value }: BusMessage): Record<string, string> {
  let bytes = 0;
  const first = Object.entries(headers).filter((header) => {
    bytes += sizeOf(header);
    return bytes <= HEADER_BYTES;
  });
  const there = { valueBytes: value.length, headerBytes: bytes, headers: Object.keys(headers).length };
  return { ...Object.fromEntries(first), 'genkan-cut-from': JSON.stringify(there) };
}
