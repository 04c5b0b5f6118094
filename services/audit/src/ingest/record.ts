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
  /** Bytes as received; headers as text. */
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer;
  /** Whether it could not be read as an event: kept as it is, for operators. */
  readonly isRaw: boolean;
}

/** Reads one message. It never throws: what cannot be read is kept raw under `topic/partition/offset`. */
export function recordOf(message: BusMessage, receivedAt: Date): AuditRecord {
  try {
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
    headers: headersOf(message),
    value: message.value,
    isRaw: false,
  };
}

/** A message that could not be read, or that must not be looked into. */
export function raw(message: BusMessage, receivedAt: Date): AuditRecord {
  return {
    source: message.topic,
    eventId: `${message.topic}/${message.partition}/${message.offset}`,
    sequence: null,
    scope: PLATFORM_SCOPE,
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
    headers: headersOf(message),
    value: message.value,
    isRaw: true,
  };
}

const headersOf = (message: BusMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(message.headers).map(([name, bytes]) => [name, bytes.toString('utf8')]));
