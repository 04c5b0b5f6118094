import { maskEmail } from '@genkan/credentials/mask';
import type { Protection } from '../protection.js';
import type { Member } from './member.js';
import { memberContent } from './member-content.js';
import type { MemberRow } from './member-table.js';

/** A member as it is stored. */
export function memberRow(member: Member, passwordHash: string, { seal, indexOf }: Protection): MemberRow {
  return {
    id: member.id,
    version: member.version,
    account_no: member.accountNo,
    status: member.status,
    country: member.country,
    type: member.type,
    language: member.language,
    login_id_index: indexOf('login-id', member.personal.loginId),
    masked_login_id: maskEmail(member.personal.loginId),
    phone_index: indexOf('phone', member.personal.phone),
    personal: seal(memberContent, member.personal, member.id),
    password_hash: passwordHash,
    service_field: member.serviceField,
    how_heard: member.howHeard,
    marketing_email: member.marketing.email,
    marketing_sms: member.marketing.sms,
    draft_id: member.draftId,
    email_challenge_id: member.challengeIds.email,
    phone_challenge_id: member.challengeIds.phone,
    registered_at: member.registeredAt,
  };
}

/** A stored member, opened. */
export function memberOf(row: MemberRow, { open }: Protection): Member {
  return {
    id: row.id,
    version: row.version,
    accountNo: row.account_no,
    status: row.status,
    country: row.country,
    type: row.type,
    language: row.language,
    personal: open(memberContent, row.personal, row.id),
    serviceField: row.service_field,
    howHeard: row.how_heard,
    marketing: { email: row.marketing_email, sms: row.marketing_sms },
    draftId: row.draft_id,
    challengeIds: { email: row.email_challenge_id, phone: row.phone_challenge_id },
    registeredAt: row.registered_at,
  };
}
