import { ascii, binary, count, primary, text, timestamp, uuid } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';

export const operatorTable = defineTable(
  'operators',
  {
    id: primary(uuid()),
    version: count(),
    /** Blind index of the login id, which is not stored. */
    loginIdIndex: binary(32),
    maskedLoginId: text(320),
    /** Argon2 in PHC form. */
    passwordHash: ascii(255),
    createdAt: timestamp(),
  },
  { operators_login_id_index: { columns: ['loginIdIndex'], unique: true } },
);
