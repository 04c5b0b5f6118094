import { ConfigError } from '@genkan/config/config-error';
import { describeConfig } from '@genkan/config/describe-config';
import { loadConfig } from '@genkan/config/load-config';
import type { z } from 'zod';

/** Read by programs without being in their schemas: it decides how strictly the others are read. */
const knownToAll = 'NODE_ENV';

/** What is wrong with what a program is told: a variable that it needs or does not know, a value that it refuses. */
export function environmentProblems(schema: z.ZodObject, given: Readonly<Record<string, string>>): string[] {
  const rows = describeConfig(schema);
  const known = new Set([knownToAll, ...rows.map(({ name }) => name)]);
  return [
    ...rows.filter(({ name, required }) => required && !given[name]).map(({ name }) => `${name} is not given`),
    ...Object.keys(given)
      .filter((name) => !known.has(name))
      .map((name) => `${name} is unknown`),
    ...refusals(schema, given),
  ];
}

function refusals(schema: z.ZodObject, given: Readonly<Record<string, string>>): string[] {
  try {
    loadConfig(schema, given);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return [...error.problems];
    throw error;
  }
}
