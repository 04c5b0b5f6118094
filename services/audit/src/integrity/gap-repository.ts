import { withTransaction } from '@genkan/persistence/with-transaction';
import type { DataSource, EntityManager } from 'typeorm';
import { gapsBetween, type SequenceRange } from '../ingest/ingest.js';

/** A hole in the numbers of a source. */
export interface Gap extends SequenceRange {
  readonly source: string;
}

export interface GapRepository {
  /** Notes holes that are new as first seen now, and forgets those that were filled. */
  refresh(now: Date): Promise<void>;
  /** Holes that were first seen before a moment and never reported. */
  unreported(before: Date): Promise<Gap[]>;
  /** Marks one as reported, in the report's own transaction; false when another instance was faster. */
  markReported(manager: EntityManager, gap: Gap, now: Date): Promise<boolean>;
}

export function mysqlGapRepository(dataSource: DataSource): GapRepository {
  return {
    refresh: (now) => withTransaction(dataSource, (manager) => refresh(manager, now)),

    async unreported(before) {
      const rows: { source: string; from_sequence: string; to_sequence: string }[] = await dataSource.query(
        'SELECT source, from_sequence, to_sequence FROM gaps WHERE reported_at IS NULL AND first_seen_at <= ? LIMIT 100',
        [before],
      );
      return rows.map((row) => ({ source: row.source, from: BigInt(row.from_sequence), to: BigInt(row.to_sequence) }));
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

async function refresh(manager: EntityManager, now: Date): Promise<void> {
  const open = await openGaps(manager);
  const known: { source: string; from_sequence: string; to_sequence: string }[] = await manager.query(
    'SELECT source, from_sequence, to_sequence FROM gaps FOR UPDATE',
  );
  const key = (source: string, from: unknown, to: unknown) => `${source} ${from} ${to}`;
  const current = new Set(open.map((gap) => key(gap.source, gap.from, gap.to)));
  const before = new Set(known.map((row) => key(row.source, row.from_sequence, row.to_sequence)));
  for (const row of known) {
    if (current.has(key(row.source, row.from_sequence, row.to_sequence))) continue;
    await manager.query('DELETE FROM gaps WHERE source = ? AND from_sequence = ?', [row.source, row.from_sequence]);
  }
  for (const gap of open) {
    if (before.has(key(gap.source, gap.from, gap.to))) continue;
    await manager.query(
      'INSERT IGNORE INTO gaps (source, from_sequence, to_sequence, first_seen_at) VALUES (?, ?, ?, ?)',
      [gap.source, gap.from.toString(), gap.to.toString(), now],
    );
  }
}

async function openGaps(manager: EntityManager): Promise<Gap[]> {
  const rows: { source: string; from_sequence: string; to_sequence: string }[] = await manager.query(
    'SELECT source, from_sequence, to_sequence FROM sequence_ranges',
  );
  const bySource = new Map<string, SequenceRange[]>();
  for (const row of rows) {
    const range = { from: BigInt(row.from_sequence), to: BigInt(row.to_sequence) };
    bySource.set(row.source, [...(bySource.get(row.source) ?? []), range]);
  }
  return [...bySource].flatMap(([source, ranges]) => gapsBetween(ranges).map((gap) => ({ source, ...gap })));
}
