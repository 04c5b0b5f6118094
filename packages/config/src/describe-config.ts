import type { z } from 'zod';
import { descriptionOf, factsOf } from './variable.js';

/** One row of the table of environment variables in a service's README. */
export interface ConfigRow {
  readonly name: string;
  /** The process does not start in production without it. */
  readonly required: boolean;
  readonly secret: boolean;
  readonly description: string;
  /** What its value must be. */
  readonly expects: string;
  /** The value when unset, as it would be written; undefined when there is none. */
  readonly default: string | undefined;
  /** Refused in production. */
  readonly developmentOnly: boolean;
}

/** The variables of a schema, in its order: for the README tables and the test of the compose file. */
export function describeConfig(schema: z.ZodObject): ConfigRow[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const facts = factsOf(field);
    return {
      name,
      required: facts?.default === undefined && !field.safeParse(undefined).success,
      secret: facts?.secret ?? true,
      description: descriptionOf(field) ?? '',
      expects: facts?.expects ?? 'a value',
      default: facts?.default,
      developmentOnly: facts?.developmentOnly ?? false,
    };
  });
}
