import { randomInt } from 'node:crypto';
import { sourceOf } from '@genkan/contracts/event';
import { serviceNames } from '@genkan/contracts/service-name';
import { readPlatformDescription } from '@genkan/local/platform-description';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { Client } from '../src/client.js';
import { Inbox } from '../src/inbox.js';
import { eventually } from './eventually.js';

export { eventually } from './eventually.js';

export const dataDir = process.env.GENKAN_DATA_DIR ?? '';
export const platform = readPlatformDescription(dataDir);
const proxiedUrl = process.env.GENKAN_PROXIED_URL ?? '';
export const inbox = new Inbox(platform.sandboxUrl);

/** An address of the range that is set aside for tests of networks (RFC 2544). */
export const newAddress = (): string => `198.${randomInt(18, 20)}.${randomInt(0, 256)}.${randomInt(1, 255)}`;

/** A visitor with a browser, at an address of their own. */
export const newClient = (): Client => new Client(proxiedUrl, newAddress(), platform.publicUrl);

export interface RecordRow extends RowDataPacket {
  readonly event_id: string;
  readonly type: string;
  readonly action: string;
  readonly result: string;
  readonly scope: string;
  readonly source: string;
  readonly actor_type: string;
  readonly actor_id: string | null;
  readonly call_source: string;
  readonly source_ip: string | null;
  readonly headers: string;
  readonly value: Buffer;
  readonly sequence: string;
  readonly causation_id: string | null;
  readonly request_id: string;
}

/** The name of a service's schema, as the service was told it. */
export const schemaOf = (service: string): string =>
  new URL(platform.services[service]?.env.DATABASE_URL ?? '').pathname.slice(1);

/** Asks a service's own tables, as only a test may. */
export async function query<Row extends RowDataPacket>(
  service: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const connection = await createConnection({
    uri: platform.databaseUrl,
    database: schemaOf(service),
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
  try {
    const [rows] = await connection.query<Row[]>(sql, values);
    return rows;
  } finally {
    await connection.end();
  }
}

/** Records that audit stored of a request. */
export const recordsOf = (requestId: string): Promise<RecordRow[]> =>
  query<RecordRow>('audit', 'SELECT * FROM records WHERE request_id = ? ORDER BY position', [requestId]);

/** The record of a call: exactly one, which follows from nothing. */
export async function theRecordOf(requestId: string): Promise<RecordRow> {
  await eventually(`a record of ${requestId}`, async () => (await recordsOf(requestId)).length > 0);
  const first = (await recordsOf(requestId)).filter((row) => row.causation_id === null);
  if (first.length !== 1) throw new Error(`${first.length} records of ${requestId}: ${first.map((row) => row.type)}`);
  return first[0] as RecordRow;
}

/** Waits until audit has everything that the services have committed so far: what comes later is of later calls. */
export async function auditHasAll(): Promise<void> {
  await Promise.all(
    serviceNames.map(async (service) => {
      const [last] = await query<LastRow>(service, 'SELECT MAX(position) AS position FROM outbox');
      if (!last?.position) return;
      await eventually(`all events of ${service} in the audit`, async () => {
        const [row] = await query<LastRow>(service, 'SELECT sequence FROM outbox WHERE position = ?', [last.position]);
        if (!row?.sequence) return false;
        const sql = 'SELECT COUNT(*) AS position FROM records WHERE source = ? AND sequence <= ?';
        const [stored] = await query<LastRow>('audit', sql, [sourceOf(service), row.sequence]);
        return stored?.position === row.sequence;
      });
    }),
  );
}

interface LastRow extends RowDataPacket {
  readonly position: string | null;
  readonly sequence: string | null;
}
