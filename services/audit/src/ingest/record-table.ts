import {
  ascii,
  bigCount,
  blob,
  exactText,
  flag,
  longText,
  nullable,
  position,
  primary,
  timestamp,
} from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';

/** What an `AuditRecord` is stored as. Audit's runtime user may insert and read it, never change or delete it. */
export const recordTable = defineTable(
  'records',
  {
    position: position(),
    /** Of what cannot be read: its topic, 249 characters at most. */
    source: ascii(249),
    eventId: ascii(320),
    sequence: nullable(bigCount()),
    scope: ascii(64),
    scopeSeq: bigCount(),
    visibility: ascii(16),
    type: ascii(128),
    eventTime: timestamp(),
    correlationId: ascii(64),
    causationId: nullable(ascii(128)),
    requestId: ascii(64),
    actorType: ascii(16),
    actorId: nullable(ascii(64)),
    action: exactText(64),
    result: ascii(16),
    callSource: ascii(16),
    nrn: ascii(128),
    sourceIp: nullable(ascii(45)),
    /** JSON. */
    personal: nullable(longText()),
    /** JSON. */
    headers: longText(),
    value: blob(),
    isRaw: flag(),
  },
  {
    records_event: { columns: ['source', 'eventId'], unique: true },
    records_scope_seq: { columns: ['scope', 'scopeSeq'], unique: true },
    records_scope_time: { columns: ['scope', 'eventTime', 'eventId'] },
    records_correlation: { columns: ['correlationId'] },
    records_source_sequence: { columns: ['source', 'sequence'] },
  },
);

/** Whose log: its last number, and the scope that took a draft's log over. */
export const scopeTable = defineTable(
  'scopes',
  { scope: primary(ascii(64)), lastSeq: bigCount(), adoptedBy: nullable(ascii(64)) },
  { scopes_adopted_by: { columns: ['adoptedBy'] } },
);
