import type { Clock } from '@genkan/config/clock';
import type { Ids } from '@genkan/config/ids';
import { systemActor } from '@genkan/contracts/call-context';
import { outgoingTraceparent } from '@genkan/observability/trace-context';
import { type Ctx, nothingRecorded } from './ctx.js';

/** The context of work that no request asked for: a worker, a scheduler. One per piece of work, it starts a correlation. */
export function systemCtx({ clock, ids }: { readonly clock: Clock; readonly ids: Ids }): Ctx {
  return {
    actor: systemActor,
    accountNo: null,
    stage: null,
    source: 'SYSTEM',
    sourceIp: '',
    userAgent: '',
    requestId: '',
    correlationId: ids.uuid(),
    causationId: null,
    decisionId: null,
    traceparent: outgoingTraceparent(),
    clock,
    recording: nothingRecorded(),
    idempotency: null,
  };
}
