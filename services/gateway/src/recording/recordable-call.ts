import type { CallContext } from '@genkan/contracts/call-context';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { Caller } from '../credentials/compose-credentials.js';

/** What the gateway knows of a call when it records it. */
export interface RecordableCall {
  readonly requestId: string;
  readonly method: string;
  /** Without the query; whatever the client sent. */
  readonly path: string;
  readonly query: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly traceparent: string;
  readonly endpoint: EndpointContract | null;
  readonly params: Readonly<Record<string, string>>;
  /** The bytes that were read, also when they are no JSON. */
  readonly body: Buffer | null;
  readonly caller: Caller;
  readonly decisionId: string | null;
}

/** How it was answered. `code` is the problem's. */
export interface Outcome {
  readonly status: number;
  readonly code: string | null;
  readonly durationMs: number;
}

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
