import type { IncomingMessage, ServerResponse } from 'node:http';
import { type EndpointContract, isPublic } from '@genkan/contracts/endpoint';
import { rateHeaders } from '../enforcement/compose-enforcement.js';
import { type Answer, problemAnswer } from './answer.js';
import type { AnswerCall } from './answer-call.js';
import { Call } from './call.js';
import { createCallMetrics } from './call-metrics.js';
import { EdgeRefusal } from './edge-refusal.js';
import type { ProxySettings } from './proxy-settings.js';
import { mustClose } from './read-body.js';
import { securityFields } from './security-fields-adapter.js';

/** Serves one request to its end. `unreadable`: why it cannot be served, when the server knows that already. */
export type Serve = (request: IncomingMessage, response: ServerResponse, unreadable?: EdgeRefusal) => Promise<void>;

/** Every call is answered here, and none before its record is committed. */
export function createServe(settings: ProxySettings, answerCall: AnswerCall): Serve {
  const { credentials, recording, ids, trustedProxies, logger, catalog } = settings;
  const metrics = createCallMetrics(settings.metrics, catalog.endpoints.filter(isPublic));
  const fixedFields = securityFields().flat();

  return async (request, response, unreadable) => {
    const call = new Call(request, ids, trustedProxies);
    const answer = await answerCall(call, request, response, unreadable).catch((error: unknown) =>
      problemOf(error, call),
    );
    const final = await recorded(call, answer).catch((error: unknown) => {
      logger.error({ err: error, requestId: call.requestId }, 'a call could not be recorded');
      return problemAnswer(new EdgeRefusal('gateway.record_unavailable', { retryAfterSeconds: 1 }), call.requestId);
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

  function problemOf(error: unknown, call: Call): Answer {
    if (error instanceof EdgeRefusal) return problemAnswer(error, call.requestId);
    logger.error({ err: error, requestId: call.requestId }, 'a call failed unexpectedly');
    return problemAnswer(new EdgeRefusal('gateway.internal_error'), call.requestId);
  }

  async function recorded(call: Call, answer: Answer): Promise<Answer> {
    if (answer.isRecorded || !mustRecord(call.endpoint, answer.status)) return answer;
    const outcome = { status: answer.status, code: answer.code, durationMs: call.elapsedMs() };
    if (call.exceededKey === undefined) await recording.record(call, outcome);
    else await recording.recordOverLimit(call.exceededKey, call, outcome);
    return answer;
  }

  /** Writes the answer with the fields that all answers have. */
  function send(call: Call, answer: Answer, request: IncomingMessage, response: ServerResponse): void {
    const head = [...fixedFields, 'x-request-id', call.requestId];
    for (const [name, value] of rateHeaders(call.rates)) head.push(name, value);
    for (const [name, value] of answer.headers) head.push(name, value);
    if (!answer.headers.some(([name]) => name === 'cache-control')) head.push('cache-control', 'no-store');
    for (const line of credentials.cookies(answer.changes, call.tokens)) head.push('set-cookie', line);
    if (mustClose(request)) response.shouldKeepAlive = false;
    if (answer.status !== 204 && answer.status !== 304)
      head.push('content-length', String(Buffer.byteLength(answer.body ?? '')));
    response.writeHead(answer.status, head).end(answer.body);
  }
}

/** Where there is no endpoint there is a page, which leaves no record, or a refusal. */
function mustRecord(endpoint: EndpointContract | null, status: number): boolean {
  const audit = endpoint?.audit ?? 'failures';
  return audit === 'always' || (audit === 'failures' && status >= 400);
}
