import { randomUUID } from 'node:crypto';
import { type EventContract, sampleData, sourceOf, topicOf } from '@genkan/contracts/event';
import { sessionEnded } from '@genkan/contracts/identity/sessions';
import type { BusMessage } from '@genkan/messaging/bus';

export interface MessageFacts {
  readonly id?: string;
  readonly sequence?: number | bigint;
  readonly scope?: string;
  /** That it is of, with its topic, source and type; `identity` unless told. */
  readonly service?: string;
  readonly time?: string;
  readonly correlationId?: string;
  readonly activity?: Record<string, unknown>;
  readonly facts?: Record<string, unknown>;
  readonly contract?: EventContract;
}

let offset = 0n;

/** A message as a relay sends it. */
export function message(given: MessageFacts = {}): BusMessage {
  const { contract = sessionEnded, scope = '204718330962', service = 'identity' } = given;
  const type = contract.type.replace('genkan.identity.', `genkan.${service}.`);
  const id = given.id ?? randomUUID();
  const sample = sampleData(contract);
  const value = {
    ...sample,
    ...given.facts,
    activity: { ...(sample.activity as Record<string, unknown>), scope, ...given.activity },
  };
  offset += 1n;
  return {
    topic: topicOf(service),
    partition: 0,
    offset,
    key: Buffer.from(scope),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: sourceOf(service),
      ce_type: type,
      ce_subject: 'nrn:genkan:identity:global::Session/1',
      ce_time: given.time ?? '2026-11-23T09:30:00.000Z',
      ce_dataschema: `urn:${type}`,
      ce_partitionkey: scope,
      ce_sequence: String(given.sequence ?? 1).padStart(20, '0'),
      ce_correlationid: given.correlationId ?? 'c',
      ce_authtype: 'main',
    },
    value: Buffer.from(JSON.stringify(value)),
  };
}

/** A message that tells that a draft became an account. */
export const registration = (draftId: string, accountNo: string, given: MessageFacts = {}): BusMessage =>
  message({ scope: accountNo, activity: { adopts: draftId }, ...given });

/** A message that tells that one draft was gone on with, and another ended. */
export const resumption = (draftId: string, endedDraftId: string): BusMessage =>
  message({ scope: draftId, activity: { adopts: endedDraftId } });
