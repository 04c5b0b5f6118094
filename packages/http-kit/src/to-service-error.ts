import { IdempotencyMismatch } from '@genkan/messaging/idempotency';
import { isTransient } from '@genkan/messaging/transient-failure';
import { ServiceError } from './service-error.js';

/** What a service adds: its own errors (a refusal of the domain, a full queue) as what the caller is told. */
export type MapError = (error: unknown) => ServiceError | undefined;

/** Everything that can be thrown as a `ServiceError`. What nobody knows is unexpected; its cause goes to the log alone. */
export function toServiceError(error: unknown, mapError?: MapError): ServiceError {
  if (error instanceof ServiceError) return error;
  const mapped = mapError?.(error);
  if (mapped) return mapped;
  if (error instanceof IdempotencyMismatch) return new ServiceError({ code: 'gateway.idempotency_key_reused' });
  if (isTransient(error)) {
    return new ServiceError({ code: 'gateway.unavailable', kind: 'operational', retryAfterSeconds: 1, cause: error });
  }
  return new ServiceError({ code: 'gateway.internal_error', kind: 'unexpected', cause: error });
}
