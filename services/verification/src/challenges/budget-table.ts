import { binary, count, primary, timestamp } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';

export const budgetTable = defineTable(
  'challenge_budgets',
  {
    /** Blind index of what the budget is for; no address is stored. */
    budgetKey: primary(binary(32)),
    used: count(),
    windowEndsAt: timestamp(),
  },
  { challenge_budgets_window_ends_at: { columns: ['windowEndsAt'] } },
);
