import type { ServerResponse } from 'node:http';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { Logger } from '@genkan/observability/logger';
import { declaredError, sendProblem } from './problem-response.js';
import type { ServiceError } from './service-error.js';

interface FailedCall {
  readonly res: ServerResponse;
  readonly endpoint: EndpointContract;
  readonly requestId: string;
  readonly logger: Logger;
}

/**
 * Logs a failure as loud as its kind asks, and answers with its problem. A code that the contract does not declare is a fault
 * of the service, not something to surprise clients with.
 */
export function reportFailure(failure: ServiceError, { res, endpoint, requestId, logger }: FailedCall): void {
  const { code, kind } = failure;
  const isDeclared = declaredError(code, endpoint.errors) !== undefined;
  const fields = { requestId, endpoint: endpoint.name, errorCode: code };
  if (kind === 'unexpected' || !isDeclared) {
    logger.error({ ...fields, err: failure.cause ?? failure }, isDeclared ? 'a call failed' : 'undeclared error code');
    sendProblem(res, { code: 'gateway.internal_error', requestId });
    return;
  }
  if (kind === 'operational') logger.warn({ ...fields, err: failure.cause ?? failure }, 'a call could not be served');
  else logger.info(fields, 'a call was refused');
  const { detail, fieldErrors, retryAfterSeconds } = failure;
  // What is left of a body that was too large is not waited for.
  if (code === 'gateway.body_too_large' && !res.headersSent) res.setHeader('connection', 'close');
  sendProblem(res, { code, requestId, errors: endpoint.errors, detail, fieldErrors, retryAfterSeconds });
}
