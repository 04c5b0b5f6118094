import type { Language } from '@genkan/contracts/primitives';
import { asciiColumn, countColumn, mediumBlobColumn, uuidColumn } from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';

export interface ContactRow {
  readonly account_no: string;
  readonly channel: 'email' | 'phone';
  /** Of the member whose event told it. */
  readonly version: number;
  /** The address, sealed. */
  readonly target: Buffer;
  readonly language: Language;
  /** The challenge that proved it. */
  readonly challenge_id: string;
}

export const contactTable = new EntitySchema<ContactRow>({
  name: 'contacts',
  columns: {
    account_no: asciiColumn(12, { primary: true }),
    channel: asciiColumn(8, { primary: true }),
    version: countColumn(),
    target: mediumBlobColumn(),
    language: asciiColumn(8),
    challenge_id: uuidColumn(),
  },
});
