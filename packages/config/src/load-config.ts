import type { z } from 'zod';
import { ConfigError } from './config-error.js';
import { factsOf } from './variable.js';

/** Environment variables by name, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Turns environment variables into typed configuration. Unset and empty mean the same; names the schema does not have are
 * ignored. Throws one `ConfigError` that lists all problems by name, never by value. In production (NODE_ENV=production unless
 * told) defaults for development do not count, well-known secrets and variables for development only are refused. What is dangerous
 * is refused unless NODE_ENV is `development`: a NODE_ENV that is missing or mistyped relaxes nothing.
 */
export function loadConfig<S extends z.ZodObject>(
  schema: S,
  environment: Environment,
  options: { production?: boolean } = {},
): z.output<S> {
  const production = options.production ?? environment.NODE_ENV === 'production';
  const given: Record<string, string> = {};
  const problems: string[] = [];
  for (const [name, field] of Object.entries(schema.shape)) {
    const facts = factsOf(field);
    const text = environment[name] || (production ? undefined : facts?.developmentDefault);
    if (!text) continue;
    given[name] = text;
    if (facts?.needs && !environment[facts.needs]) problems.push(`${facts.needs}: is missing, ${name} needs it`);
    const danger = environment.NODE_ENV === 'development' ? undefined : facts?.danger?.(text, environment);
    if (danger !== undefined) problems.push(`${name}: ${danger}`);
    if (!production) continue;
    if (facts?.developmentOnly) problems.push(`${name}: must not be set in production`);
    if (text === facts?.developmentDefault || facts?.isGuessable?.(text))
      problems.push(`${name}: is a well-known value, make one of your own`);
  }
  const parsed = schema.safeParse(given);
  problems.push(...(parsed.error?.issues ?? []).map((issue) => describeIssue(issue, schema, given)));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return parsed.data;
}

function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodObject, given: Record<string, string>): string {
  const name = issue.path.join('.');
  const field = schema.shape[name];
  if (name === '' || field === undefined) return issue.message;
  if (name in given) return `${name}: ${issue.message}`;
  return `${name}: is missing, expected ${factsOf(field)?.expects ?? 'a value'}`;
}
