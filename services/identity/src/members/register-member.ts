import type { Tx } from '@genkan/call/transaction';
import type { Ids } from '@genkan/config/ids';
import { maskEmail } from '@genkan/credentials/mask';
import { emitAccountCreated, emitMemberRegistered } from './events.js';
import { type Account, type Applicant, newMember } from './member.js';
import type { MemberRepository } from './member-repository.js';

/** If so many drawn numbers in a row are taken, something else is wrong. */
const DRAWS = 5;

/** What registering gives. */
export interface RegisteredMember {
  readonly memberId: string;
  readonly accountNo: string;
  readonly maskedLoginId: string;
}

export type RegisterMember = (tx: Tx, applicant: Applicant, now: Date) => Promise<RegisteredMember>;

interface Dependencies {
  readonly members: MemberRepository;
  readonly ids: Ids;
}

/**
 * Makes an applicant a member with an account, in the caller's transaction.
 *
 * @throws Refusal when the e-mail address has a member or the phone serves as many accounts as it may
 */
export function createRegisterMember({ members, ids }: Dependencies): RegisterMember {
  return async (tx, applicant, now) => {
    const memberId = ids.uuid();
    const account = await drawAccount(tx, memberId, now);
    const member = newMember(applicant, { id: memberId, accountNo: account.accountNo, now });
    await members.add(tx.manager, member, applicant.passwordHash);
    await members.takePhone(tx.manager, member.personal.phone);
    await members.addConsents(tx.manager, memberId, applicant);
    emitMemberRegistered(tx, member, applicant.deviceId);
    emitAccountCreated(tx, account, member);
    return { memberId, accountNo: account.accountNo, maskedLoginId: maskEmail(member.personal.loginId) };
  };

  async function drawAccount({ manager }: Tx, memberId: string, now: Date): Promise<Account> {
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const accountNo = ids.digits(12);
      const account: Account = { accountNo, version: 1, status: 'active', memberId, createdAt: now };
      if (await members.addAccount(manager, account)) return account;
    }
    throw new Error(`no free account number in ${DRAWS} draws`);
  }
}
