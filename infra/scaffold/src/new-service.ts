import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serviceTable } from '@genkan/local/services';
import { edits } from './edits.js';
import { refuseName } from './refuse-name.js';

const template = fileURLToPath(new URL('../../template', import.meta.url));

/**
 * Writes the folder of a new service, which has no endpoint yet, and its lines in the files that must know it: all or nothing.
 *
 * @param root folder of the repository
 * @returns the paths that were written, below the root
 * @throws Error that says why it cannot have this name, or which file is not as it should be
 */
export function newService(name: string, root: string): string[] {
  refuseName(name, root);
  const port = nextPort();
  const edited = Object.entries(edits).map(([path, edit]) => {
    try {
      return [path, edit(readFileSync(join(root, path), 'utf8'), { name, port })] as const;
    } catch (error) {
      throw new Error(`${path} cannot be changed. ${(error as Error).message}`);
    }
  });
  const { dependencies } = JSON.parse(readFileSync(join(root, 'packages/contracts/package.json'), 'utf8'));
  const fill = (text: string) =>
    text
      .replaceAll('__name__', name)
      .replaceAll('__Name__', pascalCase(name))
      .replaceAll('__port__', String(port))
      .replaceAll('__zod__', dependencies.zod);
  const added = readdirSync(template, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(template, path)).isFile())
    .map((path) => {
      const text = readFileSync(join(template, path), 'utf8');
      return [join('services', name, fill(path.replace(/\.txt$/, ''))), fill(text)] as const;
    });

  const files = [...added, ...edited];
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return files.map(([path]) => path);
}

/** The first free port after those of the services. */
function nextPort(): number {
  const services = serviceTable.filter(({ folder }) => folder.startsWith('services/'));
  const taken = serviceTable.flatMap(({ ports }) => Object.values(ports));
  let port = Math.max(...services.map(({ ports }) => ports.PORT)) + 1;
  while (taken.includes(port)) port += 1;
  return port;
}

const pascalCase = (name: string): string =>
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
