import { answerHeadersAt } from './answer-headers.js';
import type { EndpointContract } from './endpoint.js';
import { errorsAt, errorsOfEveryCall } from './endpoint-errors.js';
import type { Json } from './json-schema.js';
import type { ErrorTable } from './problem.js';

/** The error answers of an endpoint by status: references to the components below. */
export const errorAnswersOf = (endpoint: EndpointContract): Json =>
  Object.fromEntries(
    errorsByStatus(endpoint).map(([status, errors]) => [status, { $ref: `#/components/responses/${nameOf(errors)}` }]),
  );

/** Every error answer of these endpoints, once for each set of codes, by the codes' names. `problem` refers to the schema of them all. */
export const errorAnswers = (endpoints: readonly EndpointContract[], problem: Json): Json =>
  Object.fromEntries(
    endpoints
      .flatMap(errorsByStatus)
      .map(([status, errors]) => [nameOf(errors), errorAnswer(status, errors, problem)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

/**
 * Its description has a title for each code, in the order of the codes. Codes stand beside the reference: validators read them, while a
 * generated client has one type for all errors, which survives a code that is added.
 */
const errorAnswer = (status: number, errors: ErrorTable, problem: Json): Json => ({
  description: Object.values(errors)
    .map(({ title }) => `${title}.`)
    .join('\n\n'),
  headers: answerHeadersAt(status),
  content: {
    'application/problem+json': {
      schema: { ...problem, properties: { code: { type: 'string', enum: Object.keys(errors) } } },
    },
  },
});

const nameOf = (errors: ErrorTable): string => Object.keys(errors).join('-');

function errorsByStatus(endpoint: EndpointContract): [number, ErrorTable][] {
  const errors = Object.entries({ ...errorsOfEveryCall, ...errorsAt(endpoint) });
  const statuses = new Set(errors.map(([, { status }]) => status));
  return [...statuses].map((status) => [
    status,
    Object.fromEntries(errors.filter(([, error]) => error.status === status)),
  ]);
}
