import { activity } from '@genkan/contracts/activity';
import type { ActivityRecord } from '@genkan/contracts/audit/activities';
import type { DataSource } from 'typeorm';
import { parseExactly } from './parse-exactly.js';
import type { Position, RecordRepository, SearchQuery } from './search.js';

interface FoundRow {
  source: string;
  event_id: string;
  sequence: string;
  type: string;
  event_time: Date;
  correlation_id: string;
  causation_id: string | null;
  value: Buffer;
}

const FOUND = 'SELECT source, event_id, sequence, type, event_time, correlation_id, causation_id, value FROM records';

/** Column of each exact filter. */
export const filterColumns = {
  actorId: 'actor_id',
  actorType: 'actor_type',
  action: 'action',
  result: 'result',
  source: 'call_source',
  sourceIp: 'source_ip',
  nrn: 'nrn',
  eventId: 'event_id',
  correlationId: 'correlation_id',
  requestId: 'request_id',
} as const satisfies Partial<Record<keyof SearchQuery, string>>;

export function mysqlRecordRepository(dataSource: DataSource): RecordRepository {
  /** The account's own scope, the drafts that it adopted, and those that they had adopted. */
  const scopesOf = async (accountNo: string): Promise<string[]> => {
    const scopes = [accountNo];
    let latest = scopes;
    while (latest.length > 0) {
      const rows: { scope: string }[] = await dataSource.query('SELECT scope FROM scopes WHERE adopted_by IN (?)', [
        latest,
      ]);
      latest = rows.map((row) => row.scope).filter((scope) => !scopes.includes(scope));
      scopes.push(...latest);
    }
    return scopes;
  };
  const select = async (
    accountNo: string,
    conditions: readonly Condition[],
    size: number,
  ): Promise<ActivityRecord[]> => {
    const all: Condition[] = [
      { sql: 'scope IN (?)', values: [await scopesOf(accountNo)] },
      { sql: "visibility = 'tenant'", values: [] },
      ...conditions,
    ];
    const rows: FoundRow[] = await dataSource.query(
      `${FOUND} WHERE ${all.map(({ sql }) => sql).join(' AND ')} ORDER BY event_time DESC, event_id DESC LIMIT ?`,
      [...all.flatMap(({ values }) => values), size],
    );
    return rows.map(recordOfRow);
  };
  return {
    search: (accountNo, query, after, size) => select(accountNo, [...conditionsOf(query), ...beyond(after)], size),
    find: async (accountNo, eventId) =>
      (await select(accountNo, [{ sql: 'event_id = ?', values: [eventId] }], 1))[0] ?? null,
  };
}

interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
}

function conditionsOf(query: SearchQuery): Condition[] {
  const filters = Object.entries(filterColumns)
    .map(([name, column]) => ({ sql: `${column} = ?`, value: query[name as keyof typeof filterColumns] }))
    .filter(({ value }) => value !== undefined)
    .map(({ sql, value }): Condition => ({ sql, values: [value] }));
  return [{ sql: 'event_time >= ? AND event_time < ?', values: [query.from, query.to] }, ...filters];
}

const beyond = (after: Position | null): Condition[] => {
  if (!after) return [];
  const time = new Date(after.time);
  return [{ sql: '(event_time < ? OR (event_time = ? AND event_id < ?))', values: [time, time, after.eventId] }];
};

function recordOfRow(row: FoundRow): ActivityRecord {
  const { activity: done, ...facts } = parseExactly(row.value.toString('utf8')) as Record<string, unknown>;
  return {
    id: row.event_id,
    type: row.type,
    time: row.event_time.toISOString(),
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    eventSource: row.source,
    sequence: row.sequence.padStart(20, '0'),
    ...activity.parse(done),
    facts,
  };
}
