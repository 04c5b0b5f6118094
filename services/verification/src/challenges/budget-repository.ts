import { type DataSource, type EntityManager, In, LessThanOrEqual } from 'typeorm';
import type { Protection } from '../protection.js';
import { type Budget, WINDOW_MS } from './budget.js';
import { budgetTable } from './budget-table.js';

export type BudgetRepository = ReturnType<typeof mysqlBudgetRepository>;

/** Budgets of codes. A transaction that is rolled back has spent nothing. */
export function mysqlBudgetRepository({ indexOf }: Protection, dataSource: DataSource) {
  const windowFrom = (now: Date) => new Date(now.getTime() + WINDOW_MS);

  return {
    /**
     * Makes rows for budgets that have none, outside of any transaction: when one that inserted a row is rolled back, those
     * who wait for it end in deadlocks.
     */
    async prepare(budgets: readonly Budget[], now: Date): Promise<void> {
      const keys = budgets.map(({ kind, of }) => indexOf(kind, of));
      const known = await dataSource.manager.findBy(budgetTable, { budgetKey: In(keys) });
      for (const key of keys.filter((key) => !known.some((row) => row.budgetKey.equals(key)))) {
        await dataSource.query(
          'INSERT IGNORE INTO challenge_budgets (budget_key, used, window_ends_at) VALUES (?, 0, ?)',
          [key, windowFrom(now)],
        );
      }
    },

    /**
     * Charges one code to each budget, and returns when the last of those that are overdrawn opens again, or null when all
     * had room. The rows stay locked until the end of the transaction, so the requests for one target run one by one.
     */
    async spend(manager: EntityManager, budgets: readonly Budget[], now: Date): Promise<Date | null> {
      const endsAt = windowFrom(now);
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
      const rows = await manager.findBy(budgetTable, { budgetKey: In(charged.map(({ key }) => key)) });
      const overdrawn = charged.flatMap(({ key, limit }) =>
        rows.filter((row) => row.budgetKey.equals(key) && row.used > limit),
      );
      const ends = overdrawn.map((row) => row.windowEndsAt.getTime());
      return ends.length > 0 ? new Date(Math.max(...ends)) : null;
    },

    async removeEnded(now: Date): Promise<void> {
      await dataSource.manager.delete(budgetTable, { windowEndsAt: LessThanOrEqual(now) });
    },
  };
}
