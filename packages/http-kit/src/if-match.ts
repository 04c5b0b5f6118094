import type { FieldError } from '@genkan/call/field-error';
import { VERSION_TAG } from '@genkan/contracts/endpoint';

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
