import { withTransaction } from '@genkan/persistence/with-transaction';
import type { DataSource, EntityManager } from 'typeorm';
import type { GapRow } from './gap-table.js';

/** Numbers of a source that are missing, from the first to the last. */
export interface Gap {
  readonly source: string;
  readonly from: bigint;
  readonly to: bigint;
}

export interface GapRepository {
  /** Notes holes that are new as first seen now, and forgets those that were filled before they were reported. */
  refresh(now: Date): Promise<void>;
  /** Holes that were first seen before a moment and never reported. */
  unreported(before: Date): Promise<Gap[]>;
  /** Marks one as reported, in the report's own transaction; false when another instance was faster. */
  markReported(manager: EntityManager, gap: Gap, now: Date): Promise<boolean>;
}

/** Numbers of a source that are looked through at a time. */
const STRIDE = 100_000;

/**
 * Holes are found in the stored records themselves, by the index on (source, sequence), from a mark on that moves with what is
 * complete: storing a batch costs nothing for it.
 */
export function mysqlGapRepository(dataSource: DataSource): GapRepository {
  return {
    async refresh(now) {
      const sources: { source: string }[] = await dataSource.query(
        'SELECT DISTINCT source FROM records WHERE sequence IS NOT NULL',
      );
      for (const { source } of sources) await withTransaction(dataSource, (manager) => look(manager, source, now));
    },

    async unreported(before) {
      const rows: GapRow[] = await dataSource.query(
        'SELECT * FROM gaps WHERE reported_at IS NULL AND first_seen_at <= ? LIMIT 100',
        [before],
      );
      return rows.map(gapOf);
    },

    async markReported(manager, gap, now) {
      const done: { affectedRows: number } = await manager.query(
        'UPDATE gaps SET reported_at = ? WHERE source = ? AND from_sequence = ? AND reported_at IS NULL',
        [now, gap.source, gap.from.toString()],
      );
      return done.affectedRows === 1;
    },
  };
}

/** Looks through one stride of a source's numbers. The mark's row is locked, so instances take turns. */
async function look(manager: EntityManager, source: string, now: Date): Promise<void> {
  await manager.query('INSERT IGNORE INTO source_marks (source, checked_to) VALUES (?, 0)', [source]);
  const [mark]: { checked_to: string }[] = await manager.query(
    'SELECT checked_to FROM source_marks WHERE source = ? FOR UPDATE',
    [source],
  );
  const from = mark?.checked_to ?? '0';
  const found = await holesAfter(manager, source, from);
  const known: GapRow[] = await manager.query('SELECT * FROM gaps WHERE source = ?', [source]);
  const key = (gap: Gap) => `${gap.from}-${gap.to}`;
  const open = new Set(found.holes.map(key));
  for (const row of known.filter((one) => one.reported_at === null && !open.has(key(gapOf(one))))) {
    await manager.query('DELETE FROM gaps WHERE source = ? AND from_sequence = ?', [source, row.from_sequence]);
  }
  const seen = new Set(known.map((row) => key(gapOf(row))));
  for (const hole of found.holes.filter((one) => !seen.has(key(one)))) {
    await manager.query('INSERT INTO gaps (source, from_sequence, to_sequence, first_seen_at) VALUES (?, ?, ?, ?)', [
      source,
      hole.from.toString(),
      hole.to.toString(),
      now,
    ]);
  }
  const reported = new Set(known.filter((row) => row.reported_at !== null).map((row) => key(gapOf(row))));
  const firstOpen = found.holes.find((hole) => !reported.has(key(hole)));
  const checkedTo = firstOpen ? firstOpen.from - 1n : found.last;
  await manager.query('UPDATE source_marks SET checked_to = ? WHERE source = ?', [checkedTo.toString(), source]);
}

/** Holes among the stored numbers after one, and the last number that was looked at. */
async function holesAfter(
  manager: EntityManager,
  source: string,
  after: string,
): Promise<{ holes: Gap[]; last: bigint }> {
  const stride = 'SELECT sequence FROM records WHERE source = ? AND sequence > ? ORDER BY sequence LIMIT ?';
  const [end]: { last: string | null }[] = await manager.query(
    `SELECT MAX(sequence) AS last FROM (${stride}) AS stride`,
    [source, after, STRIDE],
  );
  const rows: { before: string; next: string }[] = await manager.query(
    `SELECT previous AS \`before\`, sequence AS next FROM
       (SELECT sequence, COALESCE(LAG(sequence) OVER (ORDER BY sequence), ?) AS previous FROM (${stride}) AS stride) AS pairs
       WHERE sequence > previous + 1 ORDER BY sequence`,
    [after, source, after, STRIDE],
  );
  const holes = rows.map(({ before, next }) => ({ source, from: BigInt(before) + 1n, to: BigInt(next) - 1n }));
  return { holes, last: BigInt(end?.last ?? after) };
}

const gapOf = (row: GapRow): Gap => ({
  source: row.source,
  from: BigInt(row.from_sequence),
  to: BigInt(row.to_sequence),
});
