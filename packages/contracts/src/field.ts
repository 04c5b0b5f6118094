import { z } from 'zod';

/**
 * How far a field may travel.
 * `public`: anywhere. `personal`: within the system; in events only where the closed list of the architecture names it.
 * `secret`: never leaves the service that owns it.
 */
export type FieldClass = 'public' | 'personal' | 'secret';

declare module 'zod' {
  interface GlobalMeta {
    class?: FieldClass;
  }
}

/** A field that anyone may see. `description` ends up in the generated documents. */
export const publicField = <T extends z.ZodType>(schema: T, description: string): T =>
  schema.meta({ description, class: 'public' }) as T;

/** A field about a person. */
export const personalField = <T extends z.ZodType>(schema: T, description: string): T =>
  schema.meta({ description, class: 'personal' }) as T;

/** A field that never appears in an event, a log or a stored answer. */
export const secretField = <T extends z.ZodType>(schema: T, description: string): T =>
  schema.meta({ description, class: 'secret' }) as T;

/** The schema inside `optional`, `nullable`, `default` and `readonly`. */
export function unwrap(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  ) {
    return unwrap(schema.unwrap() as z.ZodType);
  }
  return schema;
}

/** The class declared on a schema, outermost declaration first; whatever is not classified is secret. */
export function classOf(schema: z.ZodType): FieldClass {
  return schema.meta()?.class ?? unwrap(schema).meta()?.class ?? 'secret';
}

/** The description declared on a schema, outermost declaration first. */
export function descriptionOf(schema: z.ZodType): string | undefined {
  return schema.meta()?.description ?? unwrap(schema).meta()?.description;
}
