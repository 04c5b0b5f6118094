import { asciiColumn, bigCountColumn, timestampColumn } from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';

/** Numbers of a source that were missing when it was last looked at, reported or not. */
export interface GapRow {
  source: string;
  from_sequence: string;
  to_sequence: string;
  first_seen_at: Date;
  reported_at: Date | null;
}

export const gapTable = new EntitySchema<GapRow>({
  name: 'gap',
  tableName: 'gaps',
  columns: {
    source: asciiColumn(128, { primary: true }),
    from_sequence: bigCountColumn({ primary: true }),
    to_sequence: bigCountColumn(),
    first_seen_at: timestampColumn(),
    reported_at: timestampColumn({ nullable: true }),
  },
});

/** How far a source's numbers were looked through: up to there each is stored, or lies in a row of `gaps`. */
export interface SourceMarkRow {
  source: string;
  checked_to: string;
}

export const sourceMarkTable = new EntitySchema<SourceMarkRow>({
  name: 'source_mark',
  tableName: 'source_marks',
  columns: { source: asciiColumn(128, { primary: true }), checked_to: bigCountColumn() },
});
