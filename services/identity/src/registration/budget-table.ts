import { binary, count, primary, timestamp } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';

export const budgetTable = defineTable(
  'registration_budgets',
  {
    /** Blind index of the network that the drafts came from. */
    networkIndex: primary(binary(32)),
    used: count(),
    windowEndsAt: timestamp(),
  },
  { registration_budgets_window_ends_at: { columns: ['windowEndsAt'] } },
);
