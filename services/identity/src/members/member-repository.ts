import { Refusal } from '@genkan/call/refusal';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { completeRegistration } from '@genkan/contracts/identity/registration';
import { isDuplicateKey } from '@genkan/persistence/duplicate-key';
import type { EntityManager } from 'typeorm';
import type { Protection } from '../protection.js';
import { accountTable } from './account-table.js';
import { consentTable } from './consent-table.js';
import { consentRows } from './consents.js';
import { ACCOUNTS_PER_PHONE, type Account, type Applicant, type Member } from './member.js';
import { memberOf, memberRow } from './member-row.js';
import { memberTable, phoneTable } from './member-table.js';

/** What signing in needs to know of a member. */
export interface SignInMember extends Pick<Member, 'accountNo' | 'status' | 'language'> {
  readonly memberId: string;
  /** Argon2 in PHC form. */
  readonly passwordHash: string;
  /** Such as `k***@example.com`, for records. */
  readonly maskedLoginId: string;
}

/** Without what is sealed. */
const selectForSignIn = memberTable.pick('id', 'accountNo', 'passwordHash', 'status', 'language', 'maskedLoginId');

export type MemberRepository = ReturnType<typeof mysqlMemberRepository>;

/** Members and their accounts. Every method works on the connection that it is given: a pool's or a transaction's. */
export function mysqlMemberRepository(protection: Protection) {
  const { indexOf } = protection;

  return {
    /** False when the account's number is taken; then nothing was stored. */
    async addAccount(manager: EntityManager, account: Account): Promise<boolean> {
      try {
        await accountTable.insert(manager, account);
        return true;
      } catch (error) {
        if (isDuplicateKey(error, 'PRIMARY')) return false;
        throw error;
      }
    },

    /** @throws Refusal when the login id has a member */
    async add(manager: EntityManager, member: Member, passwordHash: string): Promise<void> {
      try {
        await memberTable.insert(manager, memberRow(member, passwordHash, protection));
      } catch (error) {
        if (isDuplicateKey(error, 'members_login_id_index'))
          throw new Refusal<CodeOf<typeof completeRegistration>>('identity.email_taken');
        throw error;
      }
    },

    /**
     * Counts one more account for a phone number; its row's lock orders those who do so at once.
     *
     * @throws Refusal when it serves as many accounts as it may
     */
    async takePhone(manager: EntityManager, phone: string): Promise<void> {
      await manager.query(
        'INSERT INTO member_phones (phone_index, accounts) VALUES (?, 1) ON DUPLICATE KEY UPDATE accounts = accounts + 1',
        [indexOf('phone', phone)],
      );
      if ((await accountsOf(manager, phone)) > ACCOUNTS_PER_PHONE)
        throw new Refusal<CodeOf<typeof completeRegistration>>('identity.phone_in_use');
    },

    async addConsents(manager: EntityManager, memberId: string, applicant: Applicant): Promise<void> {
      await consentTable.insert(manager, ...consentRows(memberId, applicant));
    },

    async isLoginIdTaken(manager: EntityManager, loginId: string): Promise<boolean> {
      return manager.existsBy(memberTable, { loginIdIndex: indexOf('login-id', loginId) });
    },

    async isPhoneFull(manager: EntityManager, phone: string): Promise<boolean> {
      return (await accountsOf(manager, phone)) >= ACCOUNTS_PER_PHONE;
    },

    async findByLoginId(manager: EntityManager, loginId: string): Promise<SignInMember | null> {
      const [row] = await selectForSignIn(manager, 'WHERE login_id_index = ?', [indexOf('login-id', loginId)]);
      if (!row) return null;
      const { id: memberId, ...known } = row;
      return { memberId, ...known };
    },

    async findWithAccount(
      manager: EntityManager,
      memberId: string,
    ): Promise<{ readonly member: Member; readonly account: Account } | null> {
      const row = await manager.findOneBy(memberTable, { id: memberId });
      const account = row && (await manager.findOneBy(accountTable, { accountNo: row.accountNo }));
      return account && { member: memberOf(row, protection), account };
    },
  };

  async function accountsOf(manager: EntityManager, phone: string): Promise<number> {
    const row = await manager.findOneBy(phoneTable, { phoneIndex: indexOf('phone', phone) });
    return row?.accounts ?? 0;
  }
}
