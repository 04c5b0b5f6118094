import type { NewRowOf, RowOf } from '@genkan/persistence/define-table';
import { withTransaction } from '@genkan/persistence/with-transaction';
import type { DataSource, EntityManager } from 'typeorm';
import type { Adoption } from './adoption.js';
import type { AuditRecord } from './record.js';
import { recordTable, scopeTable } from './record-table.js';

type ScopeRow = RowOf<typeof scopeTable>;
type NewRecord = NewRowOf<typeof recordTable>;

const selectIds = recordTable.pick('source', 'eventId');

/** What became of a batch. */
export interface Stored {
  /** Those of its records that were new. */
  readonly fresh: readonly AuditRecord[];
  /** Adoptions of logs that another scope had adopted before: they change nothing. */
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
        const lastSeq = new Map([...scopes].map(([scope, row]) => [scope, BigInt(row.lastSeq)]));
        for (const some of inStatements(numbered(fresh, lastSeq))) await recordTable.insert(manager, ...some);
        await saveLastSeq(manager, fresh, lastSeq);
      }
      return { fresh, refused: await adopt(manager, adoptions, scopes) };
    });
}

/** A log is adopted once and for good: a later adoption is refused. */
async function adopt(
  manager: EntityManager,
  adoptions: readonly Adoption[],
  scopes: ReadonlyMap<string, ScopeRow>,
): Promise<Stored['refused']> {
  const owners = new Map([...scopes].map(([scope, row]) => [scope, row.adoptedBy]));
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

async function lockScopes(
  manager: EntityManager,
  records: readonly AuditRecord[],
  adoptions: readonly Adoption[],
): Promise<Map<string, ScopeRow>> {
  const names = [...new Set([...records.map((r) => r.scope), ...adoptions.map((a) => a.scope)])].sort();
  // Adds scopes that are new and locks all of them, in the order of the primary key.
  await manager.query('INSERT INTO scopes (scope, last_seq) VALUES ? ON DUPLICATE KEY UPDATE last_seq = last_seq', [
    names.map((name) => [name, 0]),
  ]);
  const rows = await scopeTable.select(manager, 'WHERE scope IN (?) ORDER BY scope FOR UPDATE', [names]);
  return new Map(rows.map((row) => [row.scope, row]));
}

/** Records that are not stored yet, each once. */
async function dropKnown(manager: EntityManager, records: readonly AuditRecord[]): Promise<AuditRecord[]> {
  const sources = [...new Set(records.map((record) => record.source))];
  const ids = records.map((record) => record.eventId);
  const rows = await selectIds(manager, 'WHERE source IN (?) AND event_id IN (?)', [sources, ids]);
  const key = (source: string, id: string) => `${source} ${id}`;
  const known = new Set(rows.map((row) => key(row.source, row.eventId)));
  return records.filter((record) => {
    const own = key(record.source, record.eventId);
    return !known.has(own) && Boolean(known.add(own));
  });
}

/** Gives numbers in the order of the batch and moves `lastSeq` on. */
function numbered(records: readonly AuditRecord[], lastSeq: Map<string, bigint>): NewRecord[] {
  return records.map((record) => {
    const scopeSeq = (lastSeq.get(record.scope) ?? 0n) + 1n;
    lastSeq.set(record.scope, scopeSeq);
    return rowOf(record, scopeSeq);
  });
}

function rowOf({ sequence, time, personal, headers, ...record }: AuditRecord, scopeSeq: bigint): NewRecord {
  return {
    sequence: sequence?.toString() ?? null,
    scopeSeq: scopeSeq.toString(),
    eventTime: time,
    sourceIp: personal?.sourceIp ?? null,
    personal: personal && JSON.stringify(personal),
    headers: JSON.stringify(headers),
    // Last: what follows a spread makes it many times slower.
    ...record,
  };
}

/** A statement takes records until it exceeds this; with the last one it stays below the server's limit (see `record.ts`). */
const STATEMENT_BYTES = 4 * 1024 * 1024;

function inStatements(rows: readonly NewRecord[]): NewRecord[][] {
  const statements: NewRecord[][] = [];
  let bytes = STATEMENT_BYTES;
  for (const row of rows) {
    if (bytes >= STATEMENT_BYTES) {
      statements.push([]);
      bytes = 0;
    }
    statements.at(-1)?.push(row);
    bytes += 2 * row.value.length + 2 * row.headers.length;
  }
  return statements;
}

async function saveLastSeq(
  manager: EntityManager,
  records: readonly AuditRecord[],
  lastSeq: ReadonlyMap<string, bigint>,
): Promise<void> {
  const names = [...new Set(records.map((record) => record.scope))].sort();
  await manager.query(
    'INSERT INTO scopes (scope, last_seq) VALUES ? ON DUPLICATE KEY UPDATE last_seq = VALUES(last_seq)',
    [names.map((scope) => [scope, (lastSeq.get(scope) ?? 0n).toString()])],
  );
}
