import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceTable } from '@genkan/local/services';

/** The gateway's variables PUBLIC_URL and DATABASE_URL say something else than where a service answers. */
const reserved = ['public', 'database'];

/** MySQL's user names have 32 letters at most; ours are `<prefix of 11>_<name>_owner`. */
const MAX_LENGTH = 14;

/**
 * @param root folder of the repository
 * @throws Error that says why a new service cannot have this name
 */
export function refuseName(name: string, root: string): void {
  const because = reason(name, root);
  if (because) throw new Error(`"${name}" cannot be the name of a service: ${because}.`);
}

function reason(name: string, root: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    return 'it has small letters and digits, with hyphens between them, and begins with a letter, such as billing-gate';
  }
  if (name.length > MAX_LENGTH) return `it has ${MAX_LENGTH} letters at most`;
  if (reserved.includes(name)) return 'a variable of the gateway would have two meanings';
  if (serviceTable.some((entry) => entry.name === name)) return 'there is one of this name';
  const folder = ['services', 'packages', 'infra'].find((kind) => existsSync(join(root, kind, name)));
  if (folder) return `the folder ${folder}/${name} exists`;
  const containers = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  if (containers.includes(`\n  ${name}:\n`)) return 'docker-compose.yml has a container or a volume of this name';
  return undefined;
}
