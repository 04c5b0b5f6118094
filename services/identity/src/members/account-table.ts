import { ascii, count, primary, timestamp, uuid } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';
import type { Account } from './member.js';

/** An `Account`, as it is. */
export const accountTable = defineTable(
  'accounts',
  {
    accountNo: primary(ascii(12)),
    version: count(),
    status: ascii<Account['status']>(16),
    memberId: uuid(),
    createdAt: timestamp(),
  },
  { accounts_member_id: { columns: ['memberId'], unique: true } },
);
