import { binaryColumn, countColumn, timestampColumn } from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';

export interface BudgetRow {
  /** Blind index of the network that the drafts came from. */
  readonly network_index: Buffer;
  readonly used: number;
  readonly window_ends_at: Date;
}

export const budgetTable = new EntitySchema<BudgetRow>({
  name: 'registration_budgets',
  columns: {
    network_index: binaryColumn(32, { primary: true }),
    used: countColumn(),
    window_ends_at: timestampColumn(),
  },
  indices: [{ name: 'registration_budgets_window_ends_at', columns: ['window_ends_at'] }],
});
