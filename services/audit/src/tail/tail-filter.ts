import type { AuditRecord } from '../ingest/compose-ingest.js';

/** What a tail may be narrowed to: a field's name and its exact text. */
export const filterNames = ['account', 'action', 'result', 'actor', 'ip', 'type', 'correlation', 'request'] as const;
export type FilterName = (typeof filterNames)[number];
export type TailFilter = Readonly<Partial<Record<FilterName, string>>>;

const read: Record<FilterName, (record: AuditRecord) => string | null | undefined> = {
  account: (record) => record.scope,
  action: (record) => record.action,
  result: (record) => record.result,
  actor: (record) => record.actorId,
  ip: (record) => record.personal?.sourceIp,
  type: (record) => record.type,
  correlation: (record) => record.correlationId,
  request: (record) => record.requestId,
};

/** Whether a record is what was asked for: all filters must hold. */
export const passes = (record: AuditRecord, filter: TailFilter): boolean =>
  filterNames.every((name) => filter[name] === undefined || read[name](record) === filter[name]);
