import { z } from 'zod';

/** A value of which any part may be missing. */
export type PartsOf<T> = T extends readonly (infer Item)[]
  ? readonly (PartsOf<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: PartsOf<T[Key]> | undefined }
    : T;

/** Whether the contract refuses this field, such as `body.country`. */
export type IsRefused = (field: string) => boolean;

const MOST_ITEMS = 100;

/** What of a value fits its schema: the parts of objects and lists that do not are undefined. Of a longer list 100 items are looked at. */
export function fittingParts(schema: z.core.$ZodType, value: unknown): unknown {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodArray && Array.isArray(value)) {
    return value.slice(0, MOST_ITEMS).map((item) => fittingParts(bare.element, item));
  }
  if (bare instanceof z.ZodObject && typeof value === 'object' && value !== null) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = bare.shape;
    return Object.fromEntries(
      Object.entries(shape).map(([name, part]) => [name, fittingParts(part, Reflect.get(value, name))]),
    );
  }
  return undefined;
}

/** The schema below `.optional()`, `.default()` and other wrappers. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const inner = (schema._zod.def as { innerType?: z.core.$ZodType }).innerType;
  return inner ? unwrapped(inner) : schema;
}
