import type { FieldError } from '@genkan/call/field-error';
import { fittingParts } from '@genkan/call/fitting-parts';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { z } from 'zod';
import { fieldErrorsOf, fieldPath, unknownField } from './field-errors.js';
import { wrongIdempotencyKey } from './idempotency.js';
import { wrongIfMatch } from './if-match.js';
import { parseJson } from './parse-json.js';
import { parseQuery } from './parse-query.js';

/** A request as it came; `body` has no bytes when there was none. */
export interface RawRequest {
  readonly url: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly body: Uint8Array;
  readonly ifMatch: string | undefined;
  readonly idempotencyKey: string | undefined;
}

/** The validated request, not yet typed by its endpoint. */
export interface ParsedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** What the contract says to a request: the validated parts, or what is wrong with them. */
export type Parsed =
  | { readonly errors: null; readonly input: ParsedRequest }
  /** `input` has those parts of params, query and body that fit. */
  | { readonly errors: readonly FieldError[]; readonly input: Partial<ParsedRequest> };

/**
 * Validates all parts of a request, and names every invalid field of all of them at once.
 *
 * @throws Refusal `gateway.malformed_request`
 */
export function parseRequest({ request, conditional, idempotent }: EndpointContract, raw: RawRequest): Parsed {
  const errors: FieldError[] = [
    ...(conditional ? wrongIfMatch(raw.ifMatch) : []),
    ...(idempotent ? wrongIdempotencyKey(raw.idempotencyKey) : []),
  ];
  const check = (root: string, schema: z.ZodType, value: unknown): unknown => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    errors.push(...fieldErrorsOf(root, value, parsed.error));
    return fittingParts(schema, value);
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

  const input = { params, query, body };
  return errors.length > 0 ? { errors, input } : { errors: null, input };
}
