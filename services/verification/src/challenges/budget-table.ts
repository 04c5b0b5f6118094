import { binaryColumn, countColumn, timestampColumn } from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';

export interface BudgetRow {
  /** Blind index of what the budget is for; no address is stored. */
  readonly budget_key: Buffer;
  readonly used: number;
  readonly window_ends_at: Date;
}

export const budgetTable = new EntitySchema<BudgetRow>({
  name: 'challenge_budgets',
  columns: {
    budget_key: binaryColumn(32, { primary: true }),
    used: countColumn(),
    window_ends_at: timestampColumn(),
  },
  indices: [{ name: 'challenge_budgets_window_ends_at', columns: ['window_ends_at'] }],
});
