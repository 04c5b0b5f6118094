import { ascii, flag, nullable, position, timestamp, uuid } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';

/** What a member agreed to or declined, in the order in which they said so; the last of a kind holds. Never changed. */
export const consentTable = defineTable(
  'consents',
  {
    position: position(),
    memberId: uuid(),
    kind: ascii<'terms' | 'age' | 'marketing-email' | 'marketing-sms'>(16),
    given: flag(),
    /** Version and hash of the text; null for what has none. */
    termsVersion: nullable(ascii(64)),
    textHash: nullable(ascii(64)),
    language: ascii(8),
    givenAt: timestamp(),
  },
  { consents_member_id: { columns: ['memberId'] } },
);
