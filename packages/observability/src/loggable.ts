import { isSensitiveKey } from './sensitive-key.js';

const REDACTED = '[redacted]';
const DEEPEST = 8;
const EMAIL = /[^\s@'"<>()]+@[\w-]+(\.[\w-]+)+/g;
/** How MySQL quotes the value that was already there. */
const DUPLICATE_ENTRY = /(Duplicate entry )'.*' (for key)/gs;

/**
 * A copy of a value that may be written to a log: fields with sensitive names are replaced at any depth, errors become their
 * type, message, code, stack and cause, bytes become their number, and what repeats or nests too deep is cut.
 */
export function loggable(value: unknown, ancestors: readonly object[] = []): unknown {
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (ancestors.includes(value)) return '[circular]';
  if (ancestors.length >= DEEPEST) return '[too deep]';
  const path = [...ancestors, value];
  if (value instanceof Error) return loggableError(value, path);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map || value instanceof Set) return `[${value.size} entries]`;
  if (Array.isArray(value)) return value.map((item) => loggable(item, path));
  if ('toJSON' in value && typeof value.toJSON === 'function') return loggable(value.toJSON(), path);
  return loggableFields(value, path);
}

/** The fields of an object, each loggable; a sensitive one keeps only whether it was there. */
export function loggableFields(fields: object, path: readonly object[] = [fields]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      const tellsNothing = value === null || value === undefined || typeof value === 'boolean';
      return [key, isSensitiveKey(key) && !tellsNothing ? REDACTED : loggable(value, path)];
    }),
  );
}

/** Other properties of an error are left out: database drivers attach the statement with its parameters. */
function loggableError(error: Error, path: readonly object[]): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: withoutAddresses(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: withoutAddresses(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: loggable(error.cause, path) }),
  };
}

/** Messages of drivers and mail servers quote what they refused. */
function withoutAddresses(text: string): string {
  return text.replace(DUPLICATE_ENTRY, "$1'[redacted]' $2").replace(EMAIL, '[e-mail]');
}
