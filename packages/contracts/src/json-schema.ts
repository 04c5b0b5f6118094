import { z } from 'zod';

/** JSON Schema 2020-12 of what a sender may write, with the field's class as `x-class`. */
export function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'throw',
    override: ({ jsonSchema: node }) => {
      const { class: fieldClass, ...others } = node as { class?: string };
      if (fieldClass === undefined) return;
      for (const key of Object.keys(node)) delete (node as Record<string, unknown>)[key];
      Object.assign(node, others, { 'x-class': fieldClass });
    },
  });
  return rest;
}
