import type { FieldValues } from '@genkan/contracts/activity';
import { classOf, unwrap } from '@genkan/contracts/field';
import { z } from 'zod';
import type { RecordableCall } from './recordable-call.js';

const MASKED = '***';
const INVALID = '(invalid)';
const LONGEST_LIST = 20;

/** The request by parts, redacted by field class; null when nothing of it may be kept. */
export function redactedRequest({ endpoint, params, query, body }: RecordableCall): FieldValues | null {
  if (!endpoint) return null;
  const { request } = endpoint;
  const parts = {
    params: redact(request.params, params),
    query: redact(request.query, Object.fromEntries(new URLSearchParams(query))),
    body: redact(request.body, body && json(body)),
  };
  const filled = Object.entries(parts).filter(([, part]) => part && Object.keys(part).length > 0);
  return filled.length > 0 ? Object.fromEntries(filled) : null;
}

/**
 * A part of a request as a record may keep it: public values as they were sent if the contract accepts them, of personal
 * ones only that they were there, nothing of secret ones and of fields that the contract does not have.
 */
export function redact(schema: z.ZodType | undefined, value: unknown): FieldValues | null {
  const shape = schema && unwrap(schema);
  if (!(shape instanceof z.ZodObject) || typeof value !== 'object' || value === null) return null;
  const kept: FieldValues = {};
  for (const [name, field] of Object.entries(shape.shape as Record<string, z.ZodType>)) {
    if (!Object.hasOwn(value, name)) continue;
    const fieldClass = classOf(field);
    if (fieldClass === 'secret') continue;
    kept[name] = fieldClass === 'personal' ? MASKED : publicValue(field, (value as Record<string, unknown>)[name]);
  }
  return kept;
}

/** Inside a public object or list every field has a class of its own. */
function publicValue(field: z.ZodType, value: unknown): unknown {
  const schema = unwrap(field);
  if (schema instanceof z.ZodObject) return redact(schema, value) ?? INVALID;
  if (schema instanceof z.ZodArray && unwrap(schema.element as z.ZodType) instanceof z.ZodObject) {
    if (!Array.isArray(value)) return INVALID;
    return value.slice(0, LONGEST_LIST).map((item) => redact(schema.element as z.ZodType, item) ?? INVALID);
  }
  return field.safeParse(value).success ? value : INVALID;
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
