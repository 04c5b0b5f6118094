import { memberRegistered } from '@genkan/contracts/identity/members';
import type { AuditRecord } from './record.js';

/** A draft's log becomes part of the account's when its visitor becomes a member. */
export interface Adoption {
  readonly draftId: string;
  readonly accountNo: string;
}

/** The adoption that a record tells of, if it is a registration. */
export function adoptionOf(record: AuditRecord): Adoption | null {
  if (record.isRaw || record.type !== memberRegistered.type) return null;
  const facts = memberRegistered.facts.safeParse(JSON.parse(record.value.toString('utf8')));
  return facts.success ? { draftId: facts.data.draftId, accountNo: facts.data.accountNo } : null;
}
