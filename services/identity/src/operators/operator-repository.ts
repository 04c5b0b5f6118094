import { isDuplicateKey } from '@genkan/persistence/duplicate-key';
import type { EntityManager } from 'typeorm';
import type { Protection } from '../protection.js';
import { operatorTable } from './operator-table.js';

export interface Operator {
  readonly id: string;
  readonly version: number;
  readonly maskedLoginId: string;
  /** Argon2 in PHC form. */
  readonly passwordHash: string;
}

export type OperatorRepository = ReturnType<typeof mysqlOperatorRepository>;

/** Operators. Every method works on the connection that it is given: a pool's or a transaction's. */
export function mysqlOperatorRepository({ indexOf }: Protection) {
  return {
    /** False when the login id has an operator. */
    async add(manager: EntityManager, operator: Operator, loginId: string, now: Date): Promise<boolean> {
      try {
        await manager.insert(operatorTable, {
          id: operator.id,
          version: operator.version,
          login_id_index: indexOf('login-id', loginId),
          masked_login_id: operator.maskedLoginId,
          password_hash: operator.passwordHash,
          created_at: now,
        });
        return true;
      } catch (error) {
        if (isDuplicateKey(error, 'operators_login_id_index')) return false;
        throw error;
      }
    },

    async findByLoginId(manager: EntityManager, loginId: string): Promise<Operator | null> {
      const row = await manager.findOneBy(operatorTable, { login_id_index: indexOf('login-id', loginId) });
      if (row === null) return null;
      const { id, version, masked_login_id: maskedLoginId, password_hash: passwordHash } = row;
      return { id, version, maskedLoginId, passwordHash };
    },
  };
}
