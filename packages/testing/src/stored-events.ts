import type { DataSource } from 'typeorm';

/** An event in the outbox: its type, its message key, and what it says. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly correlationId: string;
  readonly causationId: string | undefined;
  readonly data: Record<string, unknown> & { readonly activity: Record<string, unknown> };
  /** All of it as it is stored, to look for what must not be there. */
  readonly text: string;
}

interface Row {
  readonly partition_key: string;
  readonly headers: string;
  readonly payload: string;
}

/** What a service without a bus has published so far, in the order of its transactions. */
export async function storedEvents(dataSource: DataSource): Promise<StoredEvent[]> {
  const rows: Row[] = await dataSource.query('SELECT partition_key, headers, payload FROM outbox ORDER BY position');
  return rows.map(({ partition_key, headers, payload }) => {
    const read: Record<string, string> = JSON.parse(headers);
    return {
      id: read.ce_id ?? '',
      type: read.ce_type ?? '',
      key: partition_key,
      correlationId: read.ce_correlationid ?? '',
      causationId: read.ce_causationid,
      data: JSON.parse(payload),
      text: headers + payload,
    };
  });
}
