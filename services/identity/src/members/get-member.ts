import type { AnswerOf } from '@genkan/contracts/endpoint';
import type { getMember } from '@genkan/contracts/identity/members';
import type { Ctx } from '@genkan/messaging/ctx';
import type { EntityManager } from 'typeorm';
import { Refusal } from '../refusal.js';
import type { Account, Member } from './member.js';
import type { MemberRepository } from './member-repository.js';

export type GetMember = (ctx: Ctx) => Promise<{ readonly member: Member; readonly account: Account }>;

interface Dependencies {
  readonly members: MemberRepository;
  readonly manager: EntityManager;
}

/** The caller's own profile. Whose it is comes from the token alone. */
export function createGetMember({ members, manager }: Dependencies): GetMember {
  return async ({ actor, accountNo }) => {
    const found = actor.id === null ? null : await members.findWithAccount(manager, actor.id);
    if (found === null || found.member.accountNo !== accountNo) throw new Refusal('identity.member_not_found');
    return found;
  };
}

/** The profile as its owner sees it. */
export function presentMember({ member, account }: Awaited<ReturnType<GetMember>>): AnswerOf<typeof getMember> {
  const { id, accountNo, version, country, type, language, status, marketing, serviceField, howHeard } = member;
  return {
    memberId: id,
    accountNo,
    version,
    country,
    type,
    language,
    status,
    marketing,
    serviceField,
    howHeard,
    ...member.personal,
    registeredAt: member.registeredAt.toISOString(),
    account: { accountNo: account.accountNo, status: account.status, createdAt: account.createdAt.toISOString() },
  };
}
