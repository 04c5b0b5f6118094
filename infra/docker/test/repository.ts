import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '@genkan/local/repository-root';
import { z } from 'zod';

/** The text of a file of this repository. */
export function textOf(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8');
}

/** What a compiled module of the program in a folder exports. */
export const compiled = (folder: string, name: string) =>
  import(pathToFileURL(join(repositoryRoot, folder, `dist/src/${name}.js`)).href);

/** The schema of the environment variables of the program in a folder, from its compiled `config.ts`. */
export async function environmentOf(folder: string): Promise<z.ZodObject> {
  const exported: Record<string, unknown> = await compiled(folder, 'config');
  const schema = Object.values(exported).find((value) => value instanceof z.ZodObject);
  if (schema === undefined) throw new Error(`${folder}/src/config.ts exports no schema of its environment.`);
  return schema;
}
