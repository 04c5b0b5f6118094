import { z } from 'zod';
import { publicField } from './field.js';

/** RFC 9457 problem details with Genkan's members (acceptance A2, A8). Sent as `application/problem+json`. */
export const problem = z
  .object({
    type: publicField(z.string(), 'URI of the documentation of this code.'),
    title: publicField(z.string(), 'Short text in English; clients translate by `code`.'),
    status: publicField(z.number().int(), 'HTTP status.'),
    code: publicField(z.string(), 'Stable code `<service>.<reason>`.'),
    detail: publicField(z.string().optional(), 'What was wrong with this request.'),
    requestId: publicField(z.string(), 'Id of the request, as found in the audit.'),
    errors: publicField(
      z
        .array(
          z
            .object({
              field: publicField(z.string(), 'Path of the field, such as `body.address.city`.'),
              code: publicField(z.string(), 'Stable code of the reason.'),
              message: publicField(z.string(), 'Reason in English.'),
            })
            .meta({ id: 'FieldError' }),
        )
        .optional(),
      'Every invalid field, all at once.',
    ),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;

/** Codes that any endpoint may answer with, beside its own `errors`. */
export const commonErrors = {
  'gateway.malformed_request': { status: 400, title: 'The request cannot be read' },
  'gateway.invalid_request': { status: 400, title: 'The request has invalid fields' },
  'gateway.unauthenticated': { status: 401, title: 'Sign in first' },
  'gateway.csrf_failed': { status: 403, title: 'The request did not come from the portal' },
  'gateway.stage_not_allowed': { status: 403, title: 'The session may not do this yet' },
  'gateway.caller_not_allowed': { status: 403, title: 'This kind of caller may not do this' },
  'gateway.not_found': { status: 404, title: 'There is nothing at this address' },
  'gateway.method_not_allowed': { status: 405, title: 'This address does not answer to this method' },
  'gateway.not_acceptable': { status: 406, title: 'Only JSON can be sent' },
  'gateway.request_timeout': { status: 408, title: 'The request took too long to arrive' },
  'gateway.body_too_large': { status: 413, title: 'The body is too large' },
  'gateway.unsupported_media_type': { status: 415, title: 'Only application/json is read' },
  'gateway.idempotency_key_reused': { status: 422, title: 'The Idempotency-Key was used with another request' },
  'gateway.rate_limited': { status: 429, title: 'Too many requests' },
  'gateway.headers_too_large': { status: 431, title: 'The headers are too long' },
  'gateway.internal_error': { status: 500, title: 'Something went wrong on our side' },
  'gateway.unsupported_transfer_coding': { status: 501, title: 'Only the transfer coding chunked is read' },
  'gateway.bad_upstream': { status: 502, title: 'A service did not answer as agreed' },
  'gateway.unavailable': { status: 503, title: 'A service cannot be reached' },
  'gateway.record_unavailable': { status: 503, title: 'The call could not be recorded, so it was not answered' },
  'gateway.timeout': { status: 504, title: 'A service took too long' },
} as const satisfies ErrorTable;

/** What a conditional endpoint answers to a call that does not say, or is mistaken about, what it changes (acceptance A5). */
export const conditionalErrors = {
  'gateway.precondition_failed': { status: 412, title: 'It was changed meanwhile: read it again' },
  'gateway.precondition_required': { status: 428, title: 'Send the ETag of what you change as If-Match' },
} as const satisfies ErrorTable;

/** Status and title by code. `retryAfterSeconds` answers come with a Retry-After header. */
export type ErrorTable = Readonly<Record<string, { readonly status: number; readonly title: string }>>;

/** A code that any endpoint may answer with, or any conditional one. */
export type CommonErrorCode = keyof typeof commonErrors | keyof typeof conditionalErrors;
