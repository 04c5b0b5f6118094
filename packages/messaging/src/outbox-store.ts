import { withTransaction } from '@genkan/persistence/with-transaction';
import type { DataSource, EntityManager } from 'typeorm';

/** A row that waits to be sent. */
export interface NumberedRow {
  /** Decimal digits. */
  readonly sequence: string;
  readonly partitionKey: string;
  readonly headers: string;
  readonly payload: string;
}

/** The outbox as the relay sees it. A port, so that tests can stop a relay between any two steps. */
export interface OutboxStore {
  /** Whether anything waits to be numbered or sent: one statement, for polling. */
  hasWaiting(): Promise<boolean>;
  /** Gives the next numbers to committed rows, in order of their position; returns how many. */
  number(limit: number): Promise<number>;
  /** Numbered rows that are not marked, in order of their number. */
  waiting(limit: number): Promise<NumberedRow[]>;
  /** Marks the rows with these numbers, both included. */
  markPublished(first: string, last: string): Promise<void>;
}

/** Both read one index, in its order: of a million rows that wait they touch what they return. */
export const UNNUMBERED =
  'SELECT position FROM outbox FORCE INDEX (outbox_published_at) WHERE published_at IS NULL AND sequence IS NULL ORDER BY position LIMIT ?';
export const WAITING = `SELECT sequence, partition_key AS partitionKey, headers, payload
  FROM outbox FORCE INDEX (outbox_published_at)
  WHERE published_at IS NULL AND sequence IS NOT NULL ORDER BY sequence LIMIT ?`;

export function createOutboxStore(dataSource: DataSource): OutboxStore {
  return {
    async hasWaiting() {
      const rows: unknown[] = await dataSource.query('SELECT 1 FROM outbox WHERE published_at IS NULL LIMIT 1');
      return rows.length > 0;
    },

    number: (limit) =>
      withTransaction(dataSource, async (manager) => {
        const last = await lockLastSequence(manager);
        // Reads without locking: rows that are not committed stay invisible and nobody is waited for.
        const rows: { position: string }[] = await manager.query(UNNUMBERED, [limit]);
        if (rows.length === 0) return 0;
        const positions = rows.map((row) => BigInt(row.position));
        await manager.query('UPDATE outbox SET sequence = ? + FIELD(position, ?) WHERE position IN (?)', [
          last,
          positions,
          positions,
        ]);
        await manager.query('UPDATE relay_state SET last_sequence = ?', [last + BigInt(rows.length)]);
        return rows.length;
      }),

    waiting: (limit) => dataSource.query(WAITING, [limit]),

    async markPublished(first, last) {
      await dataSource.query('UPDATE outbox SET published_at = NOW(3) WHERE sequence BETWEEN ? AND ?', [
        BigInt(first),
        BigInt(last),
      ]);
    },
  };
}

async function lockLastSequence(manager: EntityManager): Promise<bigint> {
  const select = 'SELECT last_sequence FROM relay_state WHERE id = 1 FOR UPDATE';
  let rows: { last_sequence: string }[] = await manager.query(select);
  if (rows.length === 0) {
    // Nobody has numbered yet. Of two who do this at a time the second waits for the first.
    await manager.query('INSERT IGNORE INTO relay_state (id, last_sequence) VALUES (1, 0)');
    rows = await manager.query(select);
  }
  return BigInt(rows[0]?.last_sequence ?? 0);
}
