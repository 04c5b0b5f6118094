import { ascii, binary, blob, count, flag, primary, text, timestamp, uuid } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';
import type { Member } from './member.js';

/** What a `Member` is stored as. */
export const memberTable = defineTable(
  'members',
  {
    id: primary(uuid()),
    version: count(),
    accountNo: ascii(12),
    status: ascii<Member['status']>(16),
    country: ascii(2),
    type: ascii<Member['type']>(16),
    language: ascii<Member['language']>(8),
    /** Blind index of the login id: what makes it unique and lets it be found. */
    loginIdIndex: binary(32),
    /** For records and pages, such as `k***@example.com`. */
    maskedLoginId: text(320),
    phoneIndex: binary(32),
    /** `memberContent`, sealed. */
    personal: blob(),
    /** Argon2 in PHC form. */
    passwordHash: ascii(255),
    serviceField: ascii<Member['serviceField']>(32),
    howHeard: ascii<Member['howHeard']>(32),
    marketingEmail: flag(),
    marketingSms: flag(),
    draftId: uuid(),
    emailChallengeId: uuid(),
    phoneChallengeId: uuid(),
    registeredAt: timestamp(),
  },
  {
    members_login_id_index: { columns: ['loginIdIndex'], unique: true },
    members_account_no: { columns: ['accountNo'], unique: true },
  },
);

/** One row a phone number, with the accounts that it serves: its lock makes the limit hold for simultaneous registrations. */
export const phoneTable = defineTable('member_phones', { phoneIndex: primary(binary(32)), accounts: count() });
