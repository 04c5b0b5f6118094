import { z } from 'zod';

export type Json = Record<string, unknown>;

/** Where a document keeps its schemas. */
const COMPONENTS = '#/components/schemas/';

/**
 * The JSON Schemas (2020-12) of one document: what a sender may write, with the field's class as `x-class`. A schema that has a name
 * (`.meta({ id: 'Address' })`, where it is defined) is a component of the document; wherever it is used stands a reference to it.
 */
export class DocumentSchemas {
  readonly #components: Record<string, Json> = {};

  /** The schema, or the reference to it. */
  of(schema: z.ZodType): Json {
    const written = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'throw', override });
    const { $schema: _, $defs = {}, ...rest } = withComponentReferences(written);
    for (const [name, component] of Object.entries($defs as Record<string, Json>)) this.#add(name, component);
    return rest;
  }

  /** What was referred to so far, by name. */
  get components(): Record<string, Json> {
    return Object.fromEntries(Object.entries(this.#components).sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  #add(name: string, component: Json): void {
    const known = this.#components[name];
    if (known && JSON.stringify(known) !== JSON.stringify(component))
      throw new Error(`two schemas have the name ${name}`);
    this.#components[name] = component;
  }
}

const withComponentReferences = (schema: object): Json =>
  JSON.parse(JSON.stringify(schema), (key, value) => (key === '$ref' ? value.replace('#/$defs/', COMPONENTS) : value));

function override({ jsonSchema: node }: { readonly jsonSchema: Json }): void {
  const { class: fieldClass, ...others } = node;
  for (const key of Object.keys(node)) delete node[key];
  Object.assign(node, portable(others), fieldClass !== undefined && { 'x-class': fieldClass });
}

/**
 * The schema as generators and other regex engines take it. A format needs no pattern beside it; Unicode
 * classes, which few engines know, become ranges that let a little more through; JavaScript's largest integer is no limit.
 */
export function portable({ pattern, minimum, maximum, ...others }: Json): Json {
  return {
    ...others,
    ...(typeof pattern === 'string' &&
      others.format === undefined && { pattern: pattern.replaceAll('\\P{C}', NO_CONTROL) }),
    ...(minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER && { minimum }),
    ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && { maximum }),
  };
}

const NO_CONTROL = '[^\\x00-\\x1f\\x7f-\\x9f]';
