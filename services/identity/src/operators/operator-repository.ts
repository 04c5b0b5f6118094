import type { RowOf } from '@genkan/persistence/define-table';
import { isDuplicateKey } from '@genkan/persistence/duplicate-key';
import type { EntityManager } from 'typeorm';
import type { Protection } from '../protection.js';
import { operatorTable } from './operator-table.js';

export type Operator = Pick<RowOf<typeof operatorTable>, 'id' | 'version' | 'maskedLoginId' | 'passwordHash'>;

export type OperatorRepository = ReturnType<typeof mysqlOperatorRepository>;

/** Operators. Every method works on the connection that it is given: a pool's or a transaction's. */
export function mysqlOperatorRepository({ indexOf }: Protection) {
  return {
    /** False when the login id has an operator. */
    async add(manager: EntityManager, operator: Operator, loginId: string, now: Date): Promise<boolean> {
      try {
        await operatorTable.insert(manager, {
          ...operator,
          loginIdIndex: indexOf('login-id', loginId),
          createdAt: now,
        });
        return true;
      } catch (error) {
        if (isDuplicateKey(error, 'operators_login_id_index')) return false;
        throw error;
      }
    },

    async findByLoginId(manager: EntityManager, loginId: string): Promise<Operator | null> {
      return manager.findOneBy(operatorTable, { loginIdIndex: indexOf('login-id', loginId) });
    },
  };
}
