import type { Ids } from '@genkan/config/ids';
import type { DataSource } from 'typeorm';
import type { Protection } from '../protection.js';
import { createGetMember } from './get-member.js';
import { mysqlMemberRepository } from './member-repository.js';
import { createRegisterMember } from './register-member.js';
import { memberRoutes } from './routes.js';

export type { Applicant } from './member.js';
export { storedAddress } from './member-content.js';
export type { SignInMember } from './member-repository.js';
export type { RegisteredMember } from './register-member.js';

/** What other capabilities may do with members. */
export type Members = ReturnType<typeof composeMembers>;

interface Dependencies {
  readonly dataSource: DataSource;
  readonly protection: Protection;
  readonly ids: Ids;
}

/** The capability `members`: who has an account, found by login id, registered once. */
export function composeMembers({ dataSource, protection, ids }: Dependencies) {
  const members = mysqlMemberRepository(protection);
  return {
    register: createRegisterMember({ members, ids }),
    findByLoginId: members.findByLoginId,
    isLoginIdTaken: members.isLoginIdTaken,
    isPhoneFull: members.isPhoneFull,
    routes: memberRoutes({ getMember: createGetMember({ members, manager: dataSource.manager }) }),
  };
}
