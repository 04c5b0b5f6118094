import { z } from 'zod';

/** What is known of an environment variable beside its type. */
export interface VariableFacts {
  /** Completes "expected …": "a TCP port (0–65535)". */
  readonly expects: string;
  /** Its value may never be shown, and a well-known value refuses to start in production. */
  readonly secret: boolean;
  /** Used when the variable is unset; as it would be written in the environment. */
  readonly default?: string | undefined;
  /** Used when the variable is unset outside production; in production it is refused as well known. */
  readonly developmentDefault?: string | undefined;
  /** Whether anybody could guess this value of a secret; refused in production. */
  readonly isGuessable?: ((text: string) => boolean) | undefined;
  /** Setting it in production is an error. */
  readonly developmentOnly?: boolean | undefined;
  /** The variable without which this one means nothing. */
  readonly needs?: string | undefined;
  /** Why a value is refused unless NODE_ENV is `development`; undefined when it is not. The environment holds the variables beside it. */
  readonly danger?:
    | ((text: string, environment: Readonly<Record<string, string | undefined>>) => string | undefined)
    | undefined;
}

/** Facts of a variable, by its schema; `.describe()` and the like inherit them, wrappers are looked through. */
const facts = z.registry<VariableFacts>();

/**
 * A schema for one environment variable. `parse` gets the text and returns the value, or undefined when the text is not what
 * is expected; it may throw too. What it throws is not shown, because messages of parsers quote the value.
 */
export function variable<T>(about: VariableFacts, parse: (text: string) => T | undefined): z.ZodType<T> {
  const schema = z.string().transform((text, issues): T => {
    const value = attempt(() => parse(text));
    if (value === undefined) issues.addIssue(`expected ${about.expects}`);
    return value ?? z.NEVER;
  });
  const withDefault = about.default === undefined ? schema : schema.prefault(about.default);
  withDefault.register(facts, about);
  return withDefault;
}

/** The facts of a variable's schema, looking through `.optional()`, `.default()` and other wrappers; undefined for a foreign schema. */
export function factsOf(schema: z.core.$ZodType): VariableFacts | undefined {
  return facts.get(schema) ?? through(schema, factsOf);
}

/** The text given by `.describe()`, looking through wrappers. */
export function descriptionOf(schema: z.core.$ZodType): string | undefined {
  return z.globalRegistry.get(schema)?.description ?? through(schema, descriptionOf);
}

/** Marks a variable that must not be set in production, such as a travelling clock. */
export const developmentOnly = <T extends z.ZodType>(schema: T): T => withFacts(schema, { developmentOnly: true });

/** Adds to what is known of a variable. */
export function withFacts<T extends z.ZodType>(schema: T, more: Partial<VariableFacts>): T {
  facts.add(schema, { expects: 'a value', secret: true, ...factsOf(schema), ...more });
  return schema;
}

function through<T>(schema: z.core.$ZodType, read: (inner: z.core.$ZodType) => T | undefined): T | undefined {
  const inner = (schema._zod.def as { innerType?: z.core.$ZodType }).innerType;
  return inner && read(inner);
}

function attempt<T>(parse: () => T | undefined): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
