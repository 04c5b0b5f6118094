import { maskEmail } from '@genkan/credentials/mask';
import type { NewRowOf, RowOf } from '@genkan/persistence/define-table';
import type { Protection } from '../protection.js';
import type { Member } from './member.js';
import { memberContent } from './member-content.js';
import type { memberTable } from './member-table.js';

/** A member as it is stored. */
export function memberRow(
  { personal, marketing, challengeIds, ...member }: Member,
  passwordHash: string,
  { seal, indexOf }: Protection,
): NewRowOf<typeof memberTable> {
  return {
    ...member,
    loginIdIndex: indexOf('login-id', personal.loginId),
    maskedLoginId: maskEmail(personal.loginId),
    phoneIndex: indexOf('phone', personal.phone),
    personal: seal(memberContent, personal, member.id),
    passwordHash,
    marketingEmail: marketing.email,
    marketingSms: marketing.sms,
    emailChallengeId: challengeIds.email,
    phoneChallengeId: challengeIds.phone,
  };
}

/** A stored member, opened, without the fields that only signing in needs. */
export function memberOf(row: RowOf<typeof memberTable>, { open }: Protection): Member {
  const { loginIdIndex, maskedLoginId, phoneIndex, passwordHash, ...stored } = row;
  const { marketingEmail, marketingSms, emailChallengeId, phoneChallengeId, ...member } = stored;
  return {
    ...member,
    personal: open(memberContent, row.personal, row.id),
    marketing: { email: marketingEmail, sms: marketingSms },
    challengeIds: { email: emailChallengeId, phone: phoneChallengeId },
  };
}
