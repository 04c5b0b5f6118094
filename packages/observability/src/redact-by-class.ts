import { type FieldClass, unwrap } from '@genkan/contracts/field';
import { mask } from '@genkan/credentials/mask';
import { z } from 'zod';

/**
 * What may be told of an object, by the classes in its schema: public fields stay, personal ones are masked
 * (`k***@example.com`), secret ones are dropped, and what has no class is secret. A class given to an object, array or record
 * holds for everything within it that has none of its own; nothing within a secret one is told. Fields that the schema does
 * not have, and values that it would refuse, are dropped too: people type passwords into the wrong field.
 */
export function redactByClass(schema: z.ZodType, value: unknown): Record<string, unknown> {
  const told = redact(schema, value, 'secret');
  return isObject(told) ? told : {};
}

function redact(schema: z.ZodType, value: unknown, inherited: FieldClass): unknown {
  const inner = unwrap(schema);
  const declared = schema.meta()?.class ?? inner.meta()?.class;
  if (value === undefined || declared === 'secret') return undefined;
  const fieldClass = declared ?? inherited;
  if (inner instanceof z.ZodObject) return isObject(value) ? redactObject(inner, value, fieldClass) : undefined;
  if (inner instanceof z.ZodRecord && isObject(value)) {
    return toldOf(
      Object.entries(value).map(([key, item]) => [key, redact(inner.valueType as z.ZodType, item, fieldClass)]),
    );
  }
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value
      .map((item) => redact(inner.element as z.ZodType, item, fieldClass))
      .filter((item) => item !== undefined);
  }
  if (inner instanceof z.ZodUnion) {
    const option = (inner.options as z.ZodType[]).find((candidate) => candidate.safeParse(value).success);
    return option && redact(option, value, fieldClass);
  }
  return redactLeaf(schema, value, fieldClass);
}

function redactObject(
  schema: z.ZodObject,
  value: Record<string, unknown>,
  inherited: FieldClass,
): Record<string, unknown> {
  return toldOf(
    Object.entries(schema.shape)
      .filter(([key]) => Object.hasOwn(value, key))
      .map(([key, field]) => [key, redact(field as z.ZodType, value[key], inherited)]),
  );
}

function redactLeaf(schema: z.ZodType, value: unknown, fieldClass: FieldClass): unknown {
  if (fieldClass === 'secret') return undefined;
  if (fieldClass === 'public') return schema.safeParse(value).success ? value : undefined;
  if (value === null) return null;
  return typeof value === 'string' ? mask(value) : '***';
}

function toldOf(entries: [string, unknown][]): Record<string, unknown> {
  return Object.fromEntries(entries.filter(([, told]) => told !== undefined));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
