import type { Protection } from '../protection.js';
import type { FindSignIn } from '../sessions/find-sign-in.js';
import { mysqlOperatorRepository } from './operator-repository.js';

/** What other capabilities may do with operators. */
export type Operators = ReturnType<typeof composeOperators>;

/** The capability `operators`: who runs the platform. They are made by the command `create-operator-command`. */
export function composeOperators({ protection }: { readonly protection: Protection }) {
  const operators = mysqlOperatorRepository(protection);
  const findSignIn: FindSignIn = async (manager, loginId) => {
    const found = await operators.findByLoginId(manager, loginId);
    return (
      found && {
        principal: { type: 'operator', id: found.id, accountNo: null, maskedLoginId: found.maskedLoginId },
        passwordHash: found.passwordHash,
        maySignIn: true,
      }
    );
  };
  return { findSignIn };
}
