import type { Metrics } from '@genkan/observability/metrics';

/** What tells an operator that the ingest works: it may be stuck while every search is answered. */
export interface IngestMetrics {
  /** A batch was committed: so many records were new, so many of them unreadable. */
  stored(records: number, unreadable: number, at: Date): void;
}

export function createIngestMetrics(metrics: Metrics): IngestMetrics {
  const labels = {};
  const records = metrics.counter({ name: 'genkan_audit_records_total', help: 'Records that were stored', labels });
  const raw = metrics.counter({
    name: 'genkan_audit_unreadable_total',
    help: 'Records among them that were kept raw because they could not be read',
    labels,
  });
  const last = metrics.gauge({
    name: 'genkan_audit_last_stored_timestamp_seconds',
    help: 'When records were stored last, in seconds since 1970; 0 when none was since the start',
    labels,
  });
  return {
    stored(count, unreadable, at) {
      if (count === 0) return;
      records.add({}, count);
      raw.add({}, unreadable);
      last.set({}, at.getTime() / 1_000);
    },
  };
}
