import { randomUUID } from 'node:crypto';
import { createKafka } from '@genkan/kafka-client/create-kafka';
import type { KafkaMessage } from 'kafkajs';
import { createConnection, type ResultSetHeader } from 'mysql2/promise';
import { served } from './served.js';

export interface BareConsumption {
  readonly brokers: string;
  readonly topic: string;
  readonly databaseUrl: string;
  /** A table like audit's `records`, with its schema. */
  readonly table: string;
  readonly messages: number;
}

export interface BareConsumed {
  readonly perSecond: number;
}

const MAX_ROWS = 500;

/** What anybody would write first: each batch that kafkajs hands over goes into the table by one statement. */
async function consume({ brokers, topic, databaseUrl, table, messages }: BareConsumption): Promise<BareConsumed> {
  const database = await createConnection(databaseUrl);
  const consumer = createKafka({ brokers: brokers.split(',') }).consumer({
    groupId: `bare-${randomUUID()}`,
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const perSecond = await new Promise<number>((resolve, reject) => {
    let stored = 0;
    let first: { readonly atMs: number; readonly stored: number } | undefined;
    consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    void consumer.run({
      async eachBatch({ batch }) {
        for (let start = 0; start < batch.messages.length; start += MAX_ROWS) {
          const rows = batch.messages.slice(start, start + MAX_ROWS).map((message) => rowOf(message));
          const sql = `INSERT IGNORE INTO ${table} (${columns}) VALUES ?`;
          const [{ affectedRows }] = await database.query<ResultSetHeader>(sql, [rows]);
          stored += affectedRows;
          first ??= { atMs: performance.now(), stored };
        }
        if (stored === messages && first) resolve(((stored - first.stored) / (performance.now() - first.atMs)) * 1_000);
      },
    });
  });
  await consumer.disconnect();
  await database.end();
  return { perSecond };
}

const columns = `source, event_id, sequence, scope, scope_seq, visibility, type, event_time, correlation_id, causation_id, request_id,
  actor_type, actor_id, action, result, call_source, nrn, source_ip, personal, headers, value, is_raw`;

/** The same row as audit's, read without a check. */
function rowOf({ headers: fields = {}, value, offset }: KafkaMessage): unknown[] {
  const headers = Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, String(text)]));
  const { activity } = JSON.parse(String(value));
  const { actor, sourceIp, userAgent } = activity;
  return [
    headers.ce_source,
    headers.ce_id,
    headers.ce_sequence,
    activity.scope,
    offset,
    activity.visibility,
    headers.ce_type,
    new Date(headers.ce_time ?? 0),
    headers.ce_correlationid,
    headers.ce_causationid ?? null,
    activity.requestId,
    actor.type,
    actor.id,
    activity.action,
    activity.result,
    activity.source,
    activity.resource.nrn,
    sourceIp,
    JSON.stringify({ actor, sourceIp, userAgent }),
    JSON.stringify(headers),
    value,
    false,
  ];
}

served('ready', consume);
