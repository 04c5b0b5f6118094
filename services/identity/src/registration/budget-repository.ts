import type { RowOf } from '@genkan/persistence/define-table';
import { type EntityManager, LessThanOrEqual } from 'typeorm';
import type { Protection } from '../protection.js';
import { budgetTable } from './budget-table.js';

export type BudgetRepository = ReturnType<typeof mysqlBudgetRepository>;

/** How many drafts a network started in its running window. */
export type Budget = Pick<RowOf<typeof budgetTable>, 'used' | 'windowEndsAt'>;

/** Budgets by network; no address is stored. */
export function mysqlBudgetRepository({ indexOf }: Protection) {
  return {
    /** Counts one more draft, in a window that begins with the first. The row's lock orders those who do so at once. */
    async spend(manager: EntityManager, network: string, now: Date, windowMs: number): Promise<Budget> {
      const key = indexOf('network', network);
      const endsAt = new Date(now.getTime() + windowMs);
      // Assigned from left to right: `used` still sees the end of the last window.
      await manager.query(
        `INSERT INTO registration_budgets (network_index, used, window_ends_at) VALUES (?, 1, ?)
           ON DUPLICATE KEY UPDATE used = IF(window_ends_at <= ?, 1, used + 1),
             window_ends_at = IF(window_ends_at <= ?, ?, window_ends_at)`,
        [key, endsAt, now, now, endsAt],
      );
      return manager.findOneByOrFail(budgetTable, { networkIndex: key });
    },

    async removeEnded(manager: EntityManager, now: Date): Promise<void> {
      await manager.delete(budgetTable, { windowEndsAt: LessThanOrEqual(now) });
    },
  };
}
