import type { Tx } from '@genkan/call/transaction';
import { accountCreated } from '@genkan/contracts/identity/account';
import { memberRegistered } from '@genkan/contracts/identity/members';
import { maskEmail, maskPhone } from '@genkan/credentials/mask';
import type { Account, Member } from './member.js';

/** The record of a registration: what a reader of the log may know, the rest masked. */
export function emitMemberRegistered(tx: Pick<Tx, 'emit'>, member: Member, deviceId: string): void {
  const { accountNo, country, type, language, status, marketing, draftId, challengeIds } = member;
  const maskedLoginId = maskEmail(member.personal.loginId);
  tx.emit(memberRegistered, {
    scope: accountNo,
    resource: { id: member.id, name: maskedLoginId },
    adopts: draftId,
    facts: {
      version: member.version,
      memberId: member.id,
      accountNo,
      country,
      type,
      language,
      status,
      marketing,
      draftId,
      challengeIds,
      deviceId,
    },
    after: {
      loginId: maskedLoginId,
      phone: maskPhone(member.personal.phone),
      country,
      type,
      language,
      serviceField: member.serviceField,
      howHeard: member.howHeard,
      marketing,
    },
  });
}

export function emitAccountCreated(tx: Pick<Tx, 'emit'>, account: Account, { country, type }: Member): void {
  const { accountNo, version, status, memberId } = account;
  const createdAt = account.createdAt.toISOString();
  tx.emit(accountCreated, {
    scope: accountNo,
    resource: { id: accountNo },
    facts: { version, accountNo, status, createdAt, memberId, country, type },
    after: { status, createdAt },
  });
}
