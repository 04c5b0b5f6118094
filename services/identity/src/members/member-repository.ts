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
import { type MemberRow, memberTable, phoneTable } from './member-table.js';

/** What signing in needs to know of a member. */
export interface SignInMember extends Pick<Member, 'accountNo' | 'status' | 'language'> {
  readonly memberId: string;
  /** Argon2 in PHC form. */
  readonly passwordHash: string;
  /** Such as `k***@example.com`, for records. */
  readonly maskedLoginId: string;
}

export type MemberRepository = ReturnType<typeof mysqlMemberRepository>;

/** Members and their accounts. Every method works on the connection that it is given: a pool's or a transaction's. */
export function mysqlMemberRepository(protection: Protection) {
  const { indexOf } = protection;

  return {
    /** False when the account's number is taken; then nothing was stored. */
    async addAccount(manager: EntityManager, account: Account): Promise<boolean> {
      try {
        await manager.insert(accountTable, {
          account_no: account.accountNo,
          version: account.version,
          status: account.status,
          member_id: account.memberId,
          created_at: account.createdAt,
        });
        return true;
      } catch (error) {
        if (isDuplicateKey(error, 'PRIMARY')) return false;
        throw error;
      }
    },

    /** @throws Refusal when the login id has a member */
    async add(manager: EntityManager, member: Member, passwordHash: string): Promise<void> {
      try {
        await manager.insert(memberTable, memberRow(member, passwordHash, protection));
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
      await manager.insert(consentTable, consentRows(memberId, applicant));
    },

    async isLoginIdTaken(manager: EntityManager, loginId: string): Promise<boolean> {
      return manager.existsBy(memberTable, { login_id_index: indexOf('login-id', loginId) });
    },

    async isPhoneFull(manager: EntityManager, phone: string): Promise<boolean> {
      return (await accountsOf(manager, phone)) >= ACCOUNTS_PER_PHONE;
    },

    async findByLoginId(manager: EntityManager, loginId: string): Promise<SignInMember | null> {
      // By hand, because building a query costs more than this one, which every sign-in asks.
      const [row]: MemberRow[] = await manager.query(
        `SELECT id, account_no, password_hash, status, language, masked_login_id FROM members WHERE login_id_index = ?`,
        [indexOf('login-id', loginId)],
      );
      if (!row) return null;
      return {
        memberId: row.id,
        accountNo: row.account_no,
        passwordHash: row.password_hash,
        status: row.status,
        language: row.language,
        maskedLoginId: row.masked_login_id,
      };
    },

    async findWithAccount(
      manager: EntityManager,
      memberId: string,
    ): Promise<{ readonly member: Member; readonly account: Account } | null> {
      const row = await manager.findOneBy(memberTable, { id: memberId });
      const account = row && (await manager.findOneBy(accountTable, { account_no: row.account_no }));
      if (!account) return null;
      return {
        member: memberOf(row, protection),
        account: {
          accountNo: account.account_no,
          version: account.version,
          status: account.status,
          memberId: account.member_id,
          createdAt: account.created_at,
        },
      };
    },
  };

  async function accountsOf(manager: EntityManager, phone: string): Promise<number> {
    const row = await manager.findOneBy(phoneTable, { phone_index: indexOf('phone', phone) });
    return row?.accounts ?? 0;
  }
}
