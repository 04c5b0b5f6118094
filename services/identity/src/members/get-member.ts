import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { AnswerOf, CodeOf } from '@genkan/contracts/endpoint';
import type { getMember } from '@genkan/contracts/identity/members';
import type { EntityManager } from 'typeorm';
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
    if (found === null || found.member.accountNo !== accountNo)
      throw new Refusal<CodeOf<typeof getMember>>('identity.member_not_found');
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
