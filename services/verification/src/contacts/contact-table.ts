import { ascii, blob, count, primary, uuid } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';
import type { Contact } from './contact.js';

/** What a `Contact` is stored as. */
export const contactTable = defineTable('contacts', {
  accountNo: primary(ascii(12)),
  channel: primary(ascii<Contact['channel']>(8)),
  version: count(),
  /** The address, sealed. */
  target: blob(),
  language: ascii<Contact['language']>(8),
  challengeId: uuid(),
});
