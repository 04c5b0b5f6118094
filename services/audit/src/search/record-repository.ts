import { activity } from '@genkan/contracts/activity';
import type { ActivityRecord } from '@genkan/contracts/audit/activities';
import type { DataSource } from 'typeorm';
import { recordTable, scopeTable } from '../ingest/compose-ingest.js';
import { parseExactly } from './parse-exactly.js';
import type { Position, RecordRepository, SearchQuery } from './search.js';

const selectFound = recordTable.pick(
  'source',
  'eventId',
  'sequence',
  'type',
  'eventTime',
  'correlationId',
  'causationId',
  'value',
);
const selectScope = scopeTable.pick('scope');

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
      const rows = await selectScope(dataSource, 'WHERE adopted_by IN (?)', [latest]);
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
    const rows = await selectFound(
      dataSource,
      `WHERE ${all.map(({ sql }) => sql).join(' AND ')} ORDER BY event_time DESC, event_id DESC LIMIT ?`,
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

type Found = Awaited<ReturnType<typeof selectFound>>[number];

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

function recordOfRow(row: Found): ActivityRecord {
  const { activity: done, ...facts } = parseExactly(row.value.toString('utf8')) as Record<string, unknown>;
  return {
    id: row.eventId,
    type: row.type,
    time: row.eventTime.toISOString(),
    correlationId: row.correlationId,
    causationId: row.causationId,
    eventSource: row.source,
    // Only what could not be read has no number, and no tenant sees it.
    sequence: (row.sequence ?? '').padStart(20, '0'),
    ...activity.parse(done),
    facts,
  };
}
