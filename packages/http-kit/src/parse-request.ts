import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { z } from 'zod';
import { fieldErrorsOf, fieldPath, unknownField } from './field-errors.js';
import { wrongIfMatch } from './if-match.js';
import { parseJson } from './parse-json.js';
import { parseQuery } from './parse-query.js';
import { type FieldError, ServiceError } from './service-error.js';

/** A request as it came; `body` has no bytes when there was none. */
export interface RawRequest {
  readonly url: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly body: Uint8Array;
  readonly ifMatch: string | undefined;
}

/** The validated request, not yet typed by its endpoint. */
export interface ParsedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

const MOST_ERRORS = 100;

/**
 * Validates all parts of a request, and names every invalid field of all of them at once.
 *
 * @throws ServiceError `gateway.malformed_request` or `gateway.invalid_request`
 */
export function parseRequest({ request, conditional }: EndpointContract, raw: RawRequest): ParsedRequest {
  const errors: FieldError[] = conditional ? wrongIfMatch(raw.ifMatch) : [];
  const check = (root: string, schema: z.ZodType, value: unknown): unknown => {
    const parsed = schema.safeParse(value);
    if (!parsed.success) errors.push(...fieldErrorsOf(root, value, parsed.error));
    return parsed.data;
  };

  const { values, duplicates } = parseQuery(raw.url);
  for (const name of duplicates) {
    errors.push({
      field: fieldPath('query', [name]),
      code: 'duplicate',
      message: 'The field was given more than once',
    });
  }
  const params = check('params', request.params, raw.params);
  const query = check('query', request.query, values);
  const json = raw.body.length === 0 ? { value: undefined, unsafeNumbers: [] } : parseJson(raw.body);
  for (const path of json.unsafeNumbers) {
    const message = 'Numbers beyond 9007199254740991 cannot be read exactly';
    errors.push({ field: fieldPath('body', path), code: 'unsafe_number', message });
  }
  const body = request.body && check('body', request.body, json.value);
  if (!request.body && raw.body.length > 0) errors.push(unknownField('body'));

  if (errors.length > 0) {
    throw new ServiceError({ code: 'gateway.invalid_request', fieldErrors: errors.slice(0, MOST_ERRORS) });
  }
  return { params, query, body };
}
