import type { FieldError } from '@genkan/call/field-error';
import type { z } from 'zod';

/** Stable codes; the library's own names may change with it. */
const CODES: Readonly<Record<string, string>> = {
  invalid_type: 'wrong_type',
  invalid_format: 'wrong_format',
  invalid_value: 'not_offered',
  too_small: 'too_small',
  too_big: 'too_big',
};
const LONGEST_PATH = 200;

/** Path of a field as clients see it: `body.address.city`. */
export function fieldPath(root: string, path: readonly PropertyKey[]): string {
  return [root, ...path].map(String).join('.').slice(0, LONGEST_PATH);
}

/** What the caller is told of a refused part of its request: one entry per field. `root` is `params`, `query` or `body`. */
export function fieldErrorsOf(root: string, input: unknown, error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownField(fieldPath(root, [...issue.path, key])));
    const field = fieldPath(root, issue.path);
    if (valueAt(input, issue.path) === undefined) return { field, code: 'required', message: 'The field is missing' };
    return { field, code: CODES[issue.code] ?? 'invalid', message: issue.message };
  });
}

/** The entry for a field that the contract does not have. */
export const unknownField = (field: string): FieldError => ({
  field,
  code: 'unknown_field',
  message: 'There is no such field',
});

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}
