import type { DataSource } from 'typeorm';

/** How far the relay is behind. */
export interface OutboxLag {
  readonly rows: number;
  /** Age of the oldest row that waits; 0 when there is none. */
  readonly oldestAgeMs: number;
}

/** Counts what waits to be sent. */
export async function outboxLag(dataSource: DataSource): Promise<OutboxLag> {
  const rows: { waiting: string; oldestAgeMs: string | null }[] = await dataSource.query(
    `SELECT COUNT(*) AS waiting, TIMESTAMPDIFF(MICROSECOND, MIN(created_at), NOW(3)) DIV 1000 AS oldestAgeMs
       FROM outbox WHERE published_at IS NULL`,
  );
  return { rows: Number(rows[0]?.waiting ?? 0), oldestAgeMs: Math.max(0, Number(rows[0]?.oldestAgeMs ?? 0)) };
}
