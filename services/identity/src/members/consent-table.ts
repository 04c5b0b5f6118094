import { asciiColumn, flagColumn, positionColumn, timestampColumn, uuidColumn } from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';

export interface ConsentRow {
  readonly position?: string;
  readonly member_id: string;
  readonly kind: 'terms' | 'age' | 'marketing-email' | 'marketing-sms';
  readonly given: boolean;
  /** Version, hash and language of the text; null for what has none. */
  readonly terms_version: string | null;
  readonly text_hash: string | null;
  readonly language: string;
  readonly given_at: Date;
}

/** What a member agreed to or declined, in the order in which they said so; the last of a kind holds. Never changed. */
export const consentTable = new EntitySchema<ConsentRow>({
  name: 'consents',
  columns: {
    position: positionColumn(),
    member_id: uuidColumn(),
    kind: asciiColumn(16),
    given: flagColumn(),
    terms_version: asciiColumn(64, { nullable: true }),
    text_hash: asciiColumn(64, { nullable: true }),
    language: asciiColumn(8),
    given_at: timestampColumn(),
  },
  indices: [{ name: 'consents_member_id', columns: ['member_id'] }],
});
