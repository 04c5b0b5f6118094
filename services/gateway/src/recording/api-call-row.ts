import { nothingRecorded } from '@genkan/call/ctx';
import type { Clock } from '@genkan/config/clock';
import { PLATFORM_SCOPE, type Result } from '@genkan/contracts/activity';
import { fullPathOf } from '@genkan/contracts/endpoint';
import { apiCalled, UNKNOWN_ENDPOINT } from '@genkan/contracts/gateway/api';
import { EventTooLarge } from '@genkan/messaging/event-too-large';
import type { OutboxRow, OutboxWriter } from '@genkan/messaging/outbox-writer';
import { scopeOf } from '../credentials/compose-credentials.js';
import { callContextOf, type Outcome, type RecordableCall } from './recordable-call.js';
import { redactedRequest } from './redact.js';

const DENIED: readonly number[] = [401, 402, 403, 429];
const IDENTIFIER = /^[\w.-]{1,64}$/;
const LONGEST_PATH = 128;

/** The event `api.called` of one call, or of `count` calls that were alike. */
export function apiCallRow(
  { outbox, clock }: { outbox: OutboxWriter; clock: Clock },
  call: RecordableCall,
  outcome: Outcome,
  count = 1,
): OutboxRow {
  const { endpoint, caller } = call;
  const ctx = { ...callContextOf(call), clock, recording: nothingRecorded(), idempotency: null };
  const emission = {
    scope: scopeOf(caller) ?? PLATFORM_SCOPE,
    resource: { id: resourceId(call) },
    facts: {
      endpoint: endpoint?.name ?? null,
      service: endpoint?.service ?? 'gateway',
      method: call.method.replace(/[^A-Z]/g, '_').slice(0, 16),
      path: endpoint ? fullPathOf(endpoint) : call.path.slice(0, LONGEST_PATH).replace(/[^\w/-]/g, '_'),
      status: outcome.status,
      durationMs: Math.round(outcome.durationMs),
      count,
    },
    result: resultOf(outcome.status),
    ...(outcome.code === null ? {} : { errorCode: outcome.code }),
  } as const;
  const called = {
    service: endpoint?.service ?? 'gateway',
    action: endpoint?.action ?? UNKNOWN_ENDPOINT,
    resourceType: endpoint?.resource.type ?? 'Endpoint',
    readOnly: endpoint?.readOnly ?? true,
  };
  const request = redactedRequest(call);
  try {
    return outbox.row(ctx, apiCalled, { ...emission, ...(request && { request }) }, called);
  } catch (error) {
    if (!(error instanceof EventTooLarge)) throw error;
    return outbox.row(ctx, apiCalled, emission, called);
  }
}

/** The id that the path names, if it could be one; `*` stands for the whole collection, or for nothing in particular. */
function resourceId({ endpoint, params }: RecordableCall): string {
  const id = params[endpoint?.resource.id ?? ''];
  return id !== undefined && IDENTIFIER.test(id) ? id : '*';
}

function resultOf(status: number): Result {
  if (status < 400) return 'SUCCESS';
  return DENIED.includes(status) ? 'DENIED' : 'FAIL';
}
