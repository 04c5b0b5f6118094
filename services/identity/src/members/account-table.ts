import { asciiColumn, countColumn, timestampColumn, uuidColumn } from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';

export interface AccountRow {
  readonly account_no: string;
  readonly version: number;
  readonly status: 'active' | 'closed';
  readonly member_id: string;
  readonly created_at: Date;
}

export const accountTable = new EntitySchema<AccountRow>({
  name: 'accounts',
  columns: {
    account_no: asciiColumn(12, { primary: true }),
    version: countColumn(),
    status: asciiColumn(16),
    member_id: uuidColumn(),
    created_at: timestampColumn(),
  },
  indices: [{ name: 'accounts_member_id', columns: ['member_id'], unique: true }],
});
