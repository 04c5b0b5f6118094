import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ids } from '@genkan/config/ids';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { Logger } from '@genkan/observability/logger';
import type { Recording } from '../recording/compose-recording.js';
import { type Answer, problemAnswer } from './answer.js';
import { Call } from './call.js';
import type { CallMetrics } from './call-metrics.js';
import { Refused } from './refused.js';
import type { TrustedProxies } from './source-address.js';

export interface ServeSettings {
  readonly answerCall: (
    call: Call,
    request: IncomingMessage,
    response: ServerResponse,
    unreadable?: Refused,
  ) => Promise<Answer>;
  readonly recording: Recording;
  readonly send: (call: Call, answer: Answer, request: IncomingMessage, response: ServerResponse) => void;
  readonly metrics: CallMetrics;
  readonly ids: Ids;
  readonly trustedProxies: TrustedProxies;
  readonly logger: Logger;
}

/** Serves one request to its end. `unreadable`: why it cannot be served, when the server knows that already. */
export type Serve = (request: IncomingMessage, response: ServerResponse, unreadable?: Refused) => Promise<void>;

/** Every call is answered here, and none before its record is committed. */
export function createServe(settings: ServeSettings): Serve {
  const { answerCall, recording, send, metrics, ids, trustedProxies, logger } = settings;

  function problemOf(error: unknown, call: Call): Answer {
    if (error instanceof Refused) return problemAnswer(error, call.requestId);
    logger.error({ err: error, requestId: call.requestId }, 'a call failed unexpectedly');
    return problemAnswer(new Refused('gateway.internal_error'), call.requestId);
  }

  return async (request, response, unreadable) => {
    const call = new Call(request, ids, trustedProxies);
    const answer = await answerCall(call, request, response, unreadable).catch((error: unknown) =>
      problemOf(error, call),
    );
    const final = await recorded(call, answer).catch((error: unknown) => {
      logger.error({ err: error, requestId: call.requestId }, 'a call could not be recorded');
      return problemAnswer(new Refused('gateway.record_unavailable', { retryAfterSeconds: 1 }), call.requestId);
    });
    try {
      send(call, final, request, response);
    } catch (error) {
      // A field that HTTP does not allow. Nothing was sent, and the connection ends.
      logger.error({ err: error, requestId: call.requestId }, 'an answer could not be sent');
      response.destroy();
    }
    metrics.answered(call.endpoint, final.status, call.elapsedMs());
  };

  async function recorded(call: Call, answer: Answer): Promise<Answer> {
    if (answer.isRecorded || !mustRecord(call.endpoint, answer.status)) return answer;
    const outcome = { status: answer.status, code: answer.code, durationMs: call.elapsedMs() };
    if (answer.overLimitKey === undefined) await recording.record(call, outcome);
    else await recording.recordOverLimit(answer.overLimitKey, call, outcome);
    return answer;
  }
}

/** Where there is no endpoint there is a page, which nobody records, or a refusal. */
function mustRecord(endpoint: EndpointContract | null, status: number): boolean {
  const audit = endpoint?.audit ?? 'failures';
  return audit === 'always' || (audit === 'failures' && status >= 400);
}
