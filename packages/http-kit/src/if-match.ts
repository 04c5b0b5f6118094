import { VERSION_TAG } from '@genkan/contracts/endpoint';
import { type FieldError, ServiceError } from './service-error.js';

/** The version that an If-Match header names, as ETag gave it. Not `*`: it would overwrite what its caller never saw. */
export function versionOf(header: string | undefined): number | undefined {
  const digits = VERSION_TAG.exec(header ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** What is wrong with an If-Match header; that there is none is not. */
export function wrongIfMatch(header: string | undefined): FieldError[] {
  if (header === undefined || versionOf(header) !== undefined) return [];
  const message = 'one ETag as it was answered, such as "7", sent once';
  return [{ field: 'header.if-match', code: 'wrong_format', message }];
}

/**
 * What a use case asks of the row that it locked, before it changes it.
 *
 * @throws ServiceError when somebody changed it after the caller saw it
 */
export function requireVersion(stored: { readonly version: number }, seen: number): void {
  if (stored.version !== seen) throw new ServiceError({ code: 'gateway.precondition_failed' });
}
