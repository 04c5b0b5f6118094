import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '@genkan/local/repository-root';
import { z } from 'zod';

/** The text of a file of this repository. */
export function textOf(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8');
}

/** The schema of the environment variables of the program in a folder, from its compiled `config.ts`. */
export async function environmentOf(folder: string): Promise<z.ZodObject> {
  const file = join(repositoryRoot, folder, 'dist/src/config.js');
  const exported: Record<string, unknown> = await import(pathToFileURL(file).href);
  const schema = Object.values(exported).find((value) => value instanceof z.ZodObject);
  if (schema === undefined) throw new Error(`${folder}/src/config.ts exports no schema of its environment.`);
  return schema;
}
