import type { RowOf } from '@genkan/persistence/define-table';
import { withTransaction } from '@genkan/persistence/with-transaction';
import type { DataSource, EntityManager } from 'typeorm';
import { gapTable, sourceMarkTable } from './gap-table.js';

type GapRow = RowOf<typeof gapTable>;

/** Numbers of a source that are missing, from the first to the last. */
export interface Gap {
  readonly source: string;
  readonly from: bigint;
  readonly to: bigint;
}

export interface GapRepository {
  /** Notes gaps that are new as first seen now, and forgets what was filled. */
  refresh(now: Date): Promise<void>;
  /** Gaps that were first seen before a moment and never reported. */
  unreported(before: Date): Promise<Gap[]>;
  /** Marks one as reported, in the report's own transaction; false when another instance was faster, or it changed. */
  markReported(manager: EntityManager, gap: Gap, now: Date): Promise<boolean>;
}

/** Numbers of a source that are looked through at a time. */
const STRIDE = 100_000;
/** Gaps that are noted at a time. While so many wait to be reported, the mark waits too. */
const MOST_GAPS = 200;
const LAST_NUMBER = 2n ** 64n - 1n;

/**
 * Gaps are found in the stored records themselves, by the index on (source, sequence): storing a batch costs nothing for it.
 *
 * What holds after each look: every number up to the mark is stored, or lies in a gap that is noted in `gaps`, reported or not.
 * Records are never removed, so only gaps change: each look checks every gap, which costs one question to the index. A number
 * that arrives in a gap splits it: the part below is a new gap, to be reported, and the part above stays what it was. So a gap of any
 * size hides no later loss.
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
      const rows = await gapTable.select(
        dataSource,
        'WHERE reported_at IS NULL AND first_seen_at <= ? ORDER BY source, from_sequence',
        [before],
      );
      return rows.map(gapOf);
    },

    async markReported(manager, gap, now) {
      const done: { affectedRows: number } = await manager.query(
        `UPDATE gaps SET reported_at = ?
          WHERE source = ? AND from_sequence = ? AND to_sequence = ? AND reported_at IS NULL`,
        [now, gap.source, gap.from, gap.to],
      );
      return done.affectedRows === 1;
    },
  };
}

/** Looks into the gaps of a source, and through one stride behind its mark. The mark's row is locked, so instances take turns. */
async function look(manager: EntityManager, source: string, now: Date): Promise<void> {
  await manager.query('INSERT IGNORE INTO source_marks (source, checked_to) VALUES (?, 0)', [source]);
  const [mark] = await sourceMarkTable.select(manager, 'WHERE source = ? FOR UPDATE', [source]);
  const noted = await gapTable.select(manager, 'WHERE source = ?', [source]);
  for (const row of noted) await lookInto(manager, row, now);

  const [open]: { gaps: string }[] = await manager.query(
    'SELECT COUNT(*) AS gaps FROM gaps WHERE source = ? AND reported_at IS NULL',
    [source],
  );
  if (Number(open?.gaps) >= MOST_GAPS) return;
  const { gaps, last } = await lookThrough(manager, source, BigInt(mark?.checkedTo ?? 0), LAST_NUMBER);
  await note(manager, gaps, now);
  await manager.query('UPDATE source_marks SET checked_to = ? WHERE source = ?', [last, source]);
}

async function lookInto(manager: EntityManager, row: GapRow, now: Date): Promise<void> {
  const { source, from, to } = gapOf(row);
  const { gaps, last } = await lookThrough(manager, source, from - 1n, to);
  if (last < from) return;
  await manager.query('DELETE FROM gaps WHERE source = ? AND from_sequence = ?', [source, row.fromSequence]);
  await note(manager, gaps, now);
  if (last < to) await note(manager, [{ source, from: last + 1n, to }], row.firstSeenAt, row.reportedAt);
}

/**
 * The gaps below those numbers of a source that are stored between `after` and `to`, of one stride at most, and the last number
 * that was looked at: `after` when none is stored.
 */
async function lookThrough(
  manager: EntityManager,
  source: string,
  after: bigint,
  to: bigint,
): Promise<{ gaps: readonly Gap[]; last: bigint }> {
  const [end]: { last: string | null }[] = await manager.query(
    `SELECT MAX(sequence) AS last FROM
       (SELECT sequence FROM records WHERE source = ? AND sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?) AS stride`,
    [source, after, to, STRIDE],
  );
  if (!end?.last) return { gaps: [], last: after };
  // Up to that number, not again so many: more may have been stored since.
  const rows: { previous: string; sequence: string }[] = await manager.query(
    `SELECT previous, sequence FROM
       (SELECT sequence, COALESCE(LAG(sequence) OVER (ORDER BY sequence), CAST(? AS UNSIGNED)) AS previous
          FROM records WHERE source = ? AND sequence > ? AND sequence <= ?) AS pairs
       WHERE sequence - previous > 1 ORDER BY sequence LIMIT ?`,
    [after, source, after, BigInt(end.last), MOST_GAPS],
  );
  const gaps = rows.map(({ previous, sequence }) => ({
    source,
    from: BigInt(previous) + 1n,
    to: BigInt(sequence) - 1n,
  }));
  const lastGap = gaps[MOST_GAPS - 1];
  return { gaps, last: lastGap ? lastGap.to : BigInt(end.last) };
}

async function note(
  manager: EntityManager,
  gaps: readonly Gap[],
  firstSeenAt: Date,
  reportedAt: Date | null = null,
): Promise<void> {
  if (gaps.length === 0) return;
  // Before this rule the mark stood still at a gap that was not reported, so one behind the mark may be noted already.
  await manager.query(
    `INSERT INTO gaps (source, from_sequence, to_sequence, first_seen_at, reported_at)
       VALUES ? ON DUPLICATE KEY UPDATE to_sequence = VALUES(to_sequence)`,
    [gaps.map(({ source, from, to }) => [source, from, to, firstSeenAt, reportedAt])],
  );
}

const gapOf = (row: GapRow): Gap => ({
  source: row.source,
  from: BigInt(row.fromSequence),
  to: BigInt(row.toSequence),
});
