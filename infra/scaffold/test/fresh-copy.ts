import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repositoryRoot } from '@genkan/local/repository-root';

/** Of these the compiler names types in what it writes, for which they must lie in the copy. */
const copied = new Set(['@types', 'undici-types']);
const notSource = new Set(['node_modules', 'dist', '.git', '.genkan', '.turbo', 'settings']);

/** A copy of this repository's source in a folder of its own, with links to what is installed here. */
export function freshCopy(): string {
  const root = mkdtempSync(join(tmpdir(), 'genkan-scaffold-'));
  cpSync(repositoryRoot, root, { recursive: true, filter: (path) => !notSource.has(basename(path)) });
  // Tests of the Dockerfile ask git which files are ours.
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  execFileSync('git', ['add', '.'], { cwd: root });
  const installed = join(repositoryRoot, 'node_modules');
  mkdirSync(join(root, 'node_modules'));
  for (const name of readdirSync(installed).filter((name) => name !== '@genkan' && !name.startsWith('.'))) {
    const place = join(root, 'node_modules', name);
    if (copied.has(name)) cpSync(join(installed, name), place, { recursive: true });
    else symlinkSync(join(installed, name), place);
  }
  linkWorkspaces(root);
  return root;
}

/** Links each workspace of a copy by its name, as `npm install` does. */
export function linkWorkspaces(root: string): void {
  const links = join(root, 'node_modules', '@genkan');
  mkdirSync(links, { recursive: true });
  const there = readdirSync(links);
  for (const kind of ['packages', 'services', 'infra']) {
    for (const folder of readdirSync(join(root, kind))) {
      if (!there.includes(folder)) symlinkSync(join(root, kind, folder), join(links, folder));
    }
  }
}
