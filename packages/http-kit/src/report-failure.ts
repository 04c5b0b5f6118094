import type { ServerResponse } from 'node:http';
import type { Refusal } from '@genkan/call/refusal';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { Logger } from '@genkan/observability/logger';
import { declaredError, sendProblem } from './problem-response.js';

interface FailedCall {
  readonly error: unknown;
  /** The refusal that the caller gets for the error; undefined for an unexpected error. */
  readonly refusal: Refusal<string> | undefined;
  readonly res: ServerResponse;
  readonly endpoint: EndpointContract;
  readonly requestId: string;
  readonly logger: Logger;
}

/**
 * Logs a failure as loud as its kind asks, and answers with its problem. A code that the contract does not declare is a fault
 * of the service, not something to surprise clients with.
 */
export function reportFailure({ error, refusal, res, endpoint, requestId, logger }: FailedCall): void {
  const fields = { requestId, endpoint: endpoint.name, errorCode: refusal?.code ?? 'gateway.internal_error' };
  if (!refusal || !declaredError(refusal.code, endpoint.errors)) {
    logger.error({ ...fields, err: error }, refusal ? 'undeclared error code' : 'a call failed');
    sendProblem(res, { code: 'gateway.internal_error', requestId });
    return;
  }
  const { code, kind, detail, fieldErrors, retryAfterSeconds } = refusal;
  if (kind === 'operational') logger.warn({ ...fields, err: refusal.cause ?? refusal }, 'a call could not be served');
  else logger.info(fields, 'a call was refused');
  // What is left of a body that was too large is not waited for.
  if (code === 'gateway.body_too_large' && !res.headersSent) res.setHeader('connection', 'close');
  sendProblem(res, { code, requestId, errors: endpoint.errors, detail, fieldErrors, retryAfterSeconds });
}
