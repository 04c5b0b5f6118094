import { createBatchConsumer } from '@genkan/messaging/batch-consumer';
import type { Capability } from '@genkan/service-kit/capability';
import type { Frame } from '@genkan/service-kit/frame';
import { group, topics } from '../subscriptions.js';
import { createIngest } from './ingest.js';
import { createIngestMetrics } from './ingest-metrics.js';
import { mysqlStoreRecords } from './ingest-repository.js';

export { type AuditRecord, recordOf } from './record.js';
export { recordTable, scopeTable } from './record-table.js';

type Dependencies = Pick<Frame, 'bus' | 'dataSource' | 'clock' | 'logger' | 'metrics'>;

/** The capability `ingest`: every message of every topic becomes a record. */
export function composeIngest(frame: Dependencies): Capability {
  const { dataSource, metrics } = frame;
  const store = mysqlStoreRecords(dataSource);
  const handleBatch = createIngest({ ...frame, store, metrics: createIngestMetrics(metrics) });
  return { background: [createBatchConsumer({ ...frame, group, topics, handleBatch })] };
}
