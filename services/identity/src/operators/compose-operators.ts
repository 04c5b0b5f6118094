import type { Protection } from '../protection.js';
import { mysqlOperatorRepository } from './operator-repository.js';

/** What other capabilities may do with operators. */
export type Operators = ReturnType<typeof composeOperators>;

/** The capability `operators`: who runs the platform. They are made by the command `create-operator-command`. */
export function composeOperators({ protection }: { readonly protection: Protection }) {
  const { findByLoginId } = mysqlOperatorRepository(protection);
  return { findByLoginId };
}
