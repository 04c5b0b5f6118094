import { withTransaction } from '@genkan/persistence/with-transaction';
import type { DataSource, EntityManager } from 'typeorm';
import type { Adoption } from './adoption.js';
import type { AuditRecord } from './record.js';
import type { ScopeRow } from './record-table.js';

/** What became of a batch. */
export interface Stored {
  /** Those of its records that were new. */
  readonly fresh: readonly AuditRecord[];
  /** Adoptions of logs that somebody else had adopted before: they change nothing. */
  readonly refused: readonly (Adoption & { readonly adoptedBy: string })[];
}

/** Stores a batch in one transaction. */
export type StoreRecords = (records: readonly AuditRecord[], adoptions: readonly Adoption[]) => Promise<Stored>;

/**
 * Scopes are locked in sorted order, so two batches never wait for each other in a circle; numbers are given under the
 * lock, so commit order is number order and a reader of "scope_seq > last" skips nothing.
 */
export function mysqlStoreRecords(dataSource: DataSource): StoreRecords {
  return (records, adoptions) =>
    withTransaction(dataSource, async (manager) => {
      const scopes = await lockScopes(manager, records, adoptions);
      const fresh = await dropKnown(manager, records);
      if (fresh.length > 0) {
        const lastSeq = new Map([...scopes].map(([scope, row]) => [scope, BigInt(row.last_seq)]));
        for (const some of inStatements(numbered(fresh, lastSeq))) await insertRecords(manager, some);
        await saveLastSeq(manager, fresh, lastSeq);
      }
      return { fresh, refused: await adopt(manager, adoptions, scopes) };
    });
}

/** A log is adopted once and for good: whoever comes later is refused. */
async function adopt(
  manager: EntityManager,
  adoptions: readonly Adoption[],
  scopes: ReadonlyMap<string, ScopeRow>,
): Promise<Stored['refused']> {
  const owners = new Map([...scopes].map(([scope, row]) => [scope, row.adopted_by]));
  const refused: Stored['refused'][number][] = [];
  for (const { scope, by } of adoptions) {
    const adoptedBy = owners.get(scope) ?? null;
    if (adoptedBy === null) {
      await manager.query('UPDATE scopes SET adopted_by = ? WHERE scope = ? AND adopted_by IS NULL', [by, scope]);
      owners.set(scope, by);
    } else if (adoptedBy !== by) {
      refused.push({ scope, by, adoptedBy });
    }
  }
  return refused;
}

const marks = (count: number, mark = '?') => Array.from({ length: count }, () => mark).join();

async function lockScopes(
  manager: EntityManager,
  records: readonly AuditRecord[],
  adoptions: readonly Adoption[],
): Promise<Map<string, ScopeRow>> {
  const names = [...new Set([...records.map((r) => r.scope), ...adoptions.map((a) => a.scope)])].sort();
  // Adds scopes that are new and locks all of them, in the order of the primary key.
  await manager.query(
    `INSERT INTO scopes (scope, last_seq) VALUES ${marks(names.length, '(?, 0)')} ON DUPLICATE KEY UPDATE last_seq = last_seq`,
    names,
  );
  const rows: ScopeRow[] = await manager.query(
    `SELECT scope, last_seq, adopted_by FROM scopes WHERE scope IN (${marks(names.length)}) ORDER BY scope FOR UPDATE`,
    names,
  );
  return new Map(rows.map((row) => [row.scope, row]));
}

/** Records that are not stored yet, each once. */
async function dropKnown(manager: EntityManager, records: readonly AuditRecord[]): Promise<AuditRecord[]> {
  const ids = records.map((record) => record.eventId);
  const rows: { source: string; event_id: string }[] = await manager.query(
    `SELECT source, event_id FROM records WHERE source IN (${marks(new Set(records.map((r) => r.source)).size)}) AND event_id IN (${marks(ids.length)})`,
    [...new Set(records.map((r) => r.source)), ...ids],
  );
  const key = (source: string, id: string) => `${source} ${id}`;
  const known = new Set(rows.map((row) => key(row.source, row.event_id)));
  return records.filter((record) => {
    const own = key(record.source, record.eventId);
    return !known.has(own) && Boolean(known.add(own));
  });
}

/** A record on its way into the table: its headers are made text once. */
interface Numbered {
  readonly record: AuditRecord;
  readonly scopeSeq: bigint;
  readonly headersText: string;
}

/** Gives numbers in the order of the batch and moves `lastSeq` on. */
function numbered(records: readonly AuditRecord[], lastSeq: Map<string, bigint>): Numbered[] {
  return records.map((record) => {
    const scopeSeq = (lastSeq.get(record.scope) ?? 0n) + 1n;
    lastSeq.set(record.scope, scopeSeq);
    return { record, scopeSeq, headersText: JSON.stringify(record.headers) };
  });
}

const columns = [
  'source',
  'event_id',
  'sequence',
  'scope',
  'scope_seq',
  'visibility',
  'type',
  'event_time',
  'correlation_id',
  'causation_id',
  'request_id',
  'actor_type',
  'actor_id',
  'action',
  'result',
  'call_source',
  'nrn',
  'source_ip',
  'personal',
  'headers',
  'value',
  'is_raw',
];

/** What a statement is begun with: with the record that exceeds it, it stays below what a server takes (see `record.ts`). */
const STATEMENT_BYTES = 4 * 1024 * 1024;

function inStatements(records: readonly Numbered[]): Numbered[][] {
  const statements: Numbered[][] = [];
  let bytes = STATEMENT_BYTES;
  for (const one of records) {
    if (bytes >= STATEMENT_BYTES) {
      statements.push([]);
      bytes = 0;
    }
    statements.at(-1)?.push(one);
    bytes += 2 * one.record.value.length + 2 * one.headersText.length;
  }
  return statements;
}

async function insertRecords(manager: EntityManager, records: readonly Numbered[]): Promise<void> {
  const values = records.flatMap(({ record, scopeSeq, headersText }) => [
    record.source,
    record.eventId,
    record.sequence?.toString() ?? null,
    record.scope,
    scopeSeq.toString(),
    record.visibility,
    record.type,
    record.time,
    record.correlationId,
    record.causationId,
    record.requestId,
    record.actorType,
    record.actorId,
    record.action,
    record.result,
    record.callSource,
    record.nrn,
    record.personal?.sourceIp ?? null,
    record.personal && JSON.stringify(record.personal),
    headersText,
    record.value,
    record.isRaw,
  ]);
  const row = `(${marks(columns.length)})`;
  await manager.query(`INSERT INTO records (${columns.join()}) VALUES ${marks(records.length, row)}`, values);
}

async function saveLastSeq(
  manager: EntityManager,
  records: readonly AuditRecord[],
  lastSeq: ReadonlyMap<string, bigint>,
): Promise<void> {
  const names = [...new Set(records.map((record) => record.scope))].sort();
  await manager.query(
    `INSERT INTO scopes (scope, last_seq) VALUES ${marks(names.length, '(?, ?)')} ON DUPLICATE KEY UPDATE last_seq = VALUES(last_seq)`,
    names.flatMap((scope) => [scope, (lastSeq.get(scope) ?? 0n).toString()]),
  );
}
