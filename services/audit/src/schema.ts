import { messagingEntities } from '@genkan/messaging/schema';
import { scheduledRuns } from '@genkan/persistence/scheduled-runs-table';
import { recordTable, scopeTable } from './ingest/record-table.js';
import { gapTable, sourceMarkTable } from './integrity/gap-table.js';

export { migrations } from './migrations/migrations.js';

/** Every table of audit. */
export const entities = [...messagingEntities, scheduledRuns, recordTable, scopeTable, sourceMarkTable, gapTable];
