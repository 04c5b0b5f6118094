import type { ServerResponse } from 'node:http';
import type { FieldError } from '@genkan/call/field-error';
import { commonErrors, type ErrorTable, type Problem } from '@genkan/contracts/problem';

/** Content type of every error (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** Status and title of the codes that any endpoint may answer with. */
const common: ErrorTable = commonErrors;
const UNKNOWN_CODE = 'gateway.internal_error';
const MOST_FIELD_ERRORS = 100;

export interface ProblemFacts {
  /** A common code, or one of `errors`; anything else is answered as `gateway.internal_error`. */
  readonly code: string;
  readonly requestId: string;
  /** The endpoint's own codes. */
  readonly errors?: ErrorTable;
  readonly detail?: string | undefined;
  /** 100 of them are told. */
  readonly fieldErrors?: readonly FieldError[] | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** Methods of a 405. */
  readonly allow?: readonly string[];
}

/** Status and title of a code; undefined when neither the endpoint nor the common table declares it. */
export function declaredError(code: string, errors: ErrorTable = {}): ErrorTable[string] | undefined {
  if (Object.hasOwn(errors, code)) return errors[code];
  return Object.hasOwn(common, code) ? common[code] : undefined;
}

/** The body of a problem answer. */
export function problemOf({ code, requestId, errors, detail, fieldErrors }: ProblemFacts): Problem {
  const declared = declaredError(code, errors);
  if (!declared) return problemOf({ code: UNKNOWN_CODE, requestId });
  return {
    type: `urn:genkan:problem:${code}`,
    title: declared.title,
    status: declared.status,
    code,
    ...(detail === undefined ? {} : { detail }),
    requestId,
    ...(fieldErrors?.length ? { errors: fieldErrors.slice(0, MOST_FIELD_ERRORS) } : {}),
  };
}

/** The code in a problem that another service answered; undefined when the body is no problem. */
export function problemCodeOf(body: Buffer): string | undefined {
  try {
    const { code } = JSON.parse(body.toString()) as { code?: unknown };
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Answers with problem+json and returns what was sent. Only what the facts hold can get out: no message of an error, no
 * stack. When an answer had begun, the connection is cut instead, so that nobody takes half of it for the whole.
 */
export function sendProblem(res: ServerResponse, facts: ProblemFacts): Problem {
  const problem = problemOf(facts);
  if (res.headersSent) {
    res.destroy();
    return problem;
  }
  res.statusCode = problem.status;
  res.setHeader('content-type', PROBLEM_TYPE);
  res.setHeader('cache-control', 'no-store');
  if (facts.retryAfterSeconds !== undefined) {
    res.setHeader('retry-after', String(Math.max(1, Math.ceil(facts.retryAfterSeconds))));
  }
  if (facts.allow) res.setHeader('allow', facts.allow.join(', '));
  res.end(JSON.stringify(problem));
  return problem;
}
