import { randomUUID } from 'node:crypto';
import { sampleData, sourceOf, topicOf } from '@genkan/contracts/event';
import { apiCalled } from '@genkan/contracts/gateway/api';
import { createKafka } from '@genkan/kafka-client/create-kafka';
import { createTopics } from '@genkan/local/kafka-topics';
import type { Message } from 'kafkajs';

export interface Backlog {
  readonly brokers: string;
  /** The name of the service that they are of. */
  readonly source: string;
  readonly messages: number;
}

const ACCOUNTS = 500;
const BATCH = 500;

/** Publishes events as the gateway does, of many accounts in turn, on a topic of their own. Returns its name. */
export async function publishBacklog({ brokers, source, messages }: Backlog): Promise<string> {
  const topic = topicOf(source);
  await createTopics(brokers, [topic]);
  const producer = createKafka({ brokers: brokers.split(',') }).producer();
  await producer.connect();
  for (let start = 0; start < messages; start += BATCH) {
    const size = Math.min(BATCH, messages - start);
    const batch = Array.from({ length: size }, (_, index) => message(source, start + index + 1));
    await producer.send({ topic, messages: batch, acks: -1 });
  }
  await producer.disconnect();
  return topic;
}

const sample = sampleData(apiCalled) as { activity: object };

function message(source: string, sequence: number): Message {
  const account = String(100_000_000_000 + (sequence % ACCOUNTS));
  const eventId = randomUUID();
  const requestId = randomUUID();
  const type = apiCalled.type.replace('genkan.gateway.', `genkan.${source}.`);
  return {
    key: account,
    value: JSON.stringify({ ...sample, activity: { ...sample.activity, scope: account, requestId } }),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: eventId,
      ce_source: sourceOf(source),
      ce_type: type,
      ce_subject: `nrn:genkan:gateway::${account}:Endpoint/*`,
      ce_time: new Date().toISOString(),
      ce_dataschema: `urn:genkan:schema:${type}`,
      ce_partitionkey: account,
      ce_correlationid: requestId,
      ce_sequence: String(sequence).padStart(20, '0'),
      ce_traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      ce_authtype: 'main',
      ce_authid: randomUUID(),
    },
  };
}
