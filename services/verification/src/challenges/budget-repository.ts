import { type EntityManager, In, LessThanOrEqual } from 'typeorm';
import type { Protection } from '../protection.js';
import { type Budget, WINDOW_MS } from './budget.js';
import { budgetTable } from './budget-table.js';

export type BudgetRepository = ReturnType<typeof mysqlBudgetRepository>;

/** Budgets of codes. A transaction that is rolled back has spent nothing. */
export function mysqlBudgetRepository({ indexOf }: Protection) {
  return {
    /**
     * Charges one code to each budget, and returns when the last of those that are overdrawn opens again, or null when all
     * had room. The rows stay locked until the end of the transaction, so what follows happens once at a time per target.
     */
    async spend(manager: EntityManager, budgets: readonly Budget[], now: Date): Promise<Date | null> {
      const endsAt = new Date(now.getTime() + WINDOW_MS);
      const charged = budgets.map((budget) => ({ ...budget, key: indexOf(budget.kind, budget.of) }));
      // Locked in one order by everybody, so that no two wait for each other.
      charged.sort((one, other) => Buffer.compare(one.key, other.key));
      for (const { key } of charged) {
        // Assigned from left to right: `used` still sees the end of the last window.
        await manager.query(
          `INSERT INTO challenge_budgets (budget_key, used, window_ends_at) VALUES (?, 1, ?)
             ON DUPLICATE KEY UPDATE used = IF(window_ends_at <= ?, 1, used + 1),
               window_ends_at = IF(window_ends_at <= ?, ?, window_ends_at)`,
          [key, endsAt, now, now, endsAt],
        );
      }
      const rows = await manager.findBy(budgetTable, { budget_key: In(charged.map(({ key }) => key)) });
      const overdrawn = charged.flatMap(({ key, limit }) =>
        rows.filter((row) => row.budget_key.equals(key) && row.used > limit),
      );
      const ends = overdrawn.map((row) => row.window_ends_at.getTime());
      return ends.length > 0 ? new Date(Math.max(...ends)) : null;
    },

    async removeEnded(manager: EntityManager, now: Date): Promise<void> {
      await manager.delete(budgetTable, { window_ends_at: LessThanOrEqual(now) });
    },
  };
}
