import type { CallContext } from '@genkan/contracts/call-context';
import type { RecordableCall } from './recordable-call.js';

/** What the gateway vouches for: in the token to a service, and in its own record. */
export const callContextOf = (call: RecordableCall): CallContext => {
  const { actor, accountNo, stage, source } = call.caller;
  return {
    actor,
    accountNo,
    stage,
    source,
    sourceIp: call.sourceIp,
    userAgent: call.userAgent,
    requestId: call.requestId,
    correlationId: (actor.type === 'draft' && actor.id) || call.requestId,
    causationId: null,
    decisionId: call.decisionId,
    traceparent: call.traceparent,
  };
};
