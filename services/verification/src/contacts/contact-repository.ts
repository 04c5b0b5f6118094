import type { EntityManager } from 'typeorm';
import type { Protection } from '../protection.js';
import type { Contact } from './contact.js';
import { contactContent } from './contact-content.js';
import { contactTable } from './contact-table.js';

export type ContactRepository = ReturnType<typeof mysqlContactRepository>;

const rowOf = (accountNo: string, channel: Contact['channel']) => `${accountNo}:${channel}`;

/** How accounts are reached. */
export function mysqlContactRepository({ seal, open }: Protection) {
  return {
    /** Stores a contact, unless a newer version is known. */
    async save(manager: EntityManager, contact: Contact): Promise<void> {
      const { accountNo, channel, version, address, language, challengeId } = contact;
      const target = seal(contactContent, { address }, rowOf(accountNo, channel));
      // Assigned from left to right: the version comes last, because the others ask for it.
      await manager.query(
        `INSERT INTO contacts (account_no, channel, target, language, challenge_id, version) VALUES (?, ?, ?, ?, ?, ?)
           ON DUPLICATE KEY UPDATE
             target = IF(VALUES(version) > version, VALUES(target), target),
             language = IF(VALUES(version) > version, VALUES(language), language),
             challenge_id = IF(VALUES(version) > version, VALUES(challenge_id), challenge_id),
             version = GREATEST(VALUES(version), version)`,
        [accountNo, channel, target, language, challengeId, version],
      );
    },

    async find(manager: EntityManager, accountNo: string, channel: Contact['channel']): Promise<Contact | null> {
      const row = await manager.findOneBy(contactTable, { accountNo, channel });
      if (row === null) return null;
      const { target, ...contact } = row;
      return { ...contact, ...open(contactContent, target, rowOf(accountNo, channel)) };
    },
  };
}
