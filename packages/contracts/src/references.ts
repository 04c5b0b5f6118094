import type { Json } from './json-schema.js';

/**
 * A generated document with what its references lead to in their place, as if nothing had a name; what stands beside a reference, or
 * beside it in `properties`, wins. Only a schema that is inside itself stays a reference.
 */
export function inlined(document: Json): Json {
  const inline = (value: unknown, open: readonly string[]): unknown => {
    if (Array.isArray(value)) return value.map((one) => inline(one, open));
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...beside } = value as Json;
    if (typeof $ref !== 'string')
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inline(inner, open)]));
    return open.includes($ref) ? value : inline(merged(target(document, $ref), beside), [...open, $ref]);
  };
  return inline(document, []) as Json;
}

/** What `#/components/schemas/Address` leads to. */
function target(document: Json, reference: string): Json {
  const names = reference.split('/').slice(1);
  const found = names.reduce<unknown>((node, name) => (node as Json | undefined)?.[name], document);
  if (found === undefined) throw new Error(`${reference} leads nowhere`);
  return found as Json;
}

const merged = (schema: Json, beside: Json): Json => ({
  ...schema,
  ...beside,
  ...(schema.properties && beside.properties ? { properties: { ...schema.properties, ...beside.properties } } : {}),
});
