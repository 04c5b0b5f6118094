import type { EventContract, FactsOf } from '@genkan/contracts/event';
import { memberRegistered } from '@genkan/contracts/identity/members';
import { registrationResumed } from '@genkan/contracts/identity/registration-events';
import type { AuditRecord } from './record.js';

/** A draft's log becomes part of another: of the account that it became, or of the draft that was gone on with. */
export interface Adoption {
  readonly scope: string;
  readonly by: string;
}

/** The adoption that a record tells of, if it does. */
export function adoptionOf(record: AuditRecord): Adoption | null {
  const registered = factsOf(memberRegistered, record);
  if (registered) return { scope: registered.draftId, by: registered.accountNo };
  const resumed = factsOf(registrationResumed, record);
  return resumed && { scope: resumed.endedDraftId, by: resumed.draftId };
}

function factsOf<C extends EventContract>(contract: C, record: AuditRecord): FactsOf<C> | null {
  if (record.isRaw || record.type !== contract.type) return null;
  const facts = contract.facts.safeParse(JSON.parse(record.value.toString('utf8')));
  return facts.success ? (facts.data as FactsOf<C>) : null;
}
