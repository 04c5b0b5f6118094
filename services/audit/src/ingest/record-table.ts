import {
  asciiColumn,
  bigCountColumn,
  exactTextColumn,
  flagColumn,
  longTextColumn,
  mediumBlobColumn,
  positionColumn,
  timestampColumn,
} from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';

/** A stored record. Audit's runtime user may insert and read it, never change or delete it. */
export interface RecordRow {
  position: string;
  /** Of what cannot be read: its topic, 249 characters at most. */
  source: string;
  event_id: string;
  sequence: string | null;
  scope: string;
  scope_seq: string;
  visibility: string;
  type: string;
  event_time: Date;
  correlation_id: string;
  causation_id: string | null;
  request_id: string;
  actor_type: string;
  actor_id: string | null;
  action: string;
  result: string;
  call_source: string;
  nrn: string;
  source_ip: string | null;
  personal: string | null;
  headers: string;
  value: Buffer;
  is_raw: boolean;
}

export const recordTable = new EntitySchema<RecordRow>({
  name: 'record',
  tableName: 'records',
  columns: {
    position: positionColumn(),
    source: asciiColumn(249),
    event_id: asciiColumn(320),
    sequence: bigCountColumn({ nullable: true }),
    scope: asciiColumn(64),
    scope_seq: bigCountColumn(),
    visibility: asciiColumn(16),
    type: asciiColumn(128),
    event_time: timestampColumn(),
    correlation_id: asciiColumn(64),
    causation_id: asciiColumn(128, { nullable: true }),
    request_id: asciiColumn(64),
    actor_type: asciiColumn(16),
    actor_id: asciiColumn(64, { nullable: true }),
    action: exactTextColumn(64),
    result: asciiColumn(16),
    call_source: asciiColumn(16),
    nrn: asciiColumn(128),
    source_ip: asciiColumn(45, { nullable: true }),
    personal: longTextColumn({ nullable: true }),
    headers: longTextColumn(),
    value: mediumBlobColumn(),
    is_raw: flagColumn(),
  },
  indices: [
    { name: 'records_event', columns: ['source', 'event_id'], unique: true },
    { name: 'records_scope_seq', columns: ['scope', 'scope_seq'], unique: true },
    { name: 'records_scope_time', columns: ['scope', 'event_time', 'event_id'] },
    { name: 'records_correlation', columns: ['correlation_id'] },
    { name: 'records_source_sequence', columns: ['source', 'sequence'] },
  ],
});

/** Whose log: its last number, and the scope that took a draft's log over. */
export interface ScopeRow {
  scope: string;
  last_seq: string;
  adopted_by: string | null;
}

export const scopeTable = new EntitySchema<ScopeRow>({
  name: 'scope',
  tableName: 'scopes',
  columns: {
    scope: asciiColumn(64, { primary: true }),
    last_seq: bigCountColumn(),
    adopted_by: asciiColumn(64, { nullable: true }),
  },
  indices: [{ name: 'scopes_adopted_by', columns: ['adopted_by'] }],
});
