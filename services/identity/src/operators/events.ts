import type { Tx } from '@genkan/call/transaction';
import { PLATFORM_SCOPE } from '@genkan/contracts/activity';
import { operatorCreated } from '@genkan/contracts/identity/operators';
import type { Operator } from './operator-repository.js';

/** Only operators may know of an operator, so the event is in the platform's log. */
export function emitOperatorCreated(tx: Tx, { id, version, maskedLoginId }: Operator): void {
  tx.emit(operatorCreated, {
    scope: PLATFORM_SCOPE,
    resource: { id, name: maskedLoginId },
    facts: { version, operatorId: id, loginId: maskedLoginId },
    after: { loginId: maskedLoginId },
  });
}
