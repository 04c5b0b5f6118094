import { STATUS_CODES } from 'node:http';
import type { Logger } from '@genkan/observability/logger';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { z } from 'zod';

/** One thing that is wrong with a request, and where. */
interface Flaw {
  readonly path: string;
  readonly message: string;
}

/** A refusal; answered as application/problem+json (RFC 9457) with a code that stays the same. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: `sandbox.${string}`,
    readonly detail: string,
    readonly errors?: readonly Flaw[],
  ) {
    super(detail);
  }
}

/** The value as the schema knows it. Throws 400 `sandbox.validation_failed` with everything that is wrong. */
export function validated<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new Problem(400, 'sandbox.validation_failed', 'The request is not as the API expects it.', errors);
}

/** Bodies are JSON and say so: a form of another web site can then not reach this API without asking first. */
export const jsonOnly: RequestHandler = (request, _response, next) => {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
  if (hasBody && !request.is('application/json'))
    throw new Problem(415, 'sandbox.unsupported_media_type', 'Send the body as application/json.');
  next();
};

export const notFound: RequestHandler = () => {
  throw new Problem(404, 'sandbox.not_found', 'There is nothing at this address.');
};

/** The last handler. What nobody expected is logged. */
export function answerProblems(logger: Pick<Logger, 'error'>): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const problem = problemOf(error);
    if (problem.status === 500) logger.error({ err: error }, 'request failed');
    // Too late for another answer: Express ends the connection.
    if (response.headersSent) return next(error);
    const { status, code, detail, errors } = problem;
    response
      .status(status)
      .type('application/problem+json')
      .json({ type: 'about:blank', title: STATUS_CODES[status], status, code, detail, errors });
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  // What Express itself and its body parser refuse carries a status.
  const { status, type } = error as { status?: number; type?: string };
  if (type === 'entity.parse.failed') return new Problem(400, 'sandbox.malformed_json', 'The body is not JSON.');
  if (status === 413) return new Problem(413, 'sandbox.body_too_large', 'The body is too large.');
  if (status !== undefined && status >= 400 && status < 500)
    return new Problem(status, 'sandbox.bad_request', 'The request cannot be read.');
  return new Problem(500, 'sandbox.unexpected', 'Something went wrong.');
}
