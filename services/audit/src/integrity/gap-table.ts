import { ascii, bigCount, nullable, primary, timestamp } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';

/** Numbers of a source that were missing when it was last looked at, reported or not. */
export const gapTable = defineTable('gaps', {
  source: primary(ascii(128)),
  fromSequence: primary(bigCount()),
  toSequence: bigCount(),
  firstSeenAt: timestamp(),
  reportedAt: nullable(timestamp()),
});

/** How far a source's numbers were looked through: up to there each is stored, or lies in a row of `gaps`. */
export const sourceMarkTable = defineTable('source_marks', { source: primary(ascii(128)), checkedTo: bigCount() });
