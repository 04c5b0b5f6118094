import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

const compiled = /\.(d\.ts|d\.mts|d\.ts\.map|d\.mts\.map|js\.map|mjs\.map|js|mjs)$/;
const sourceEndings = ['.ts', '.tsx', '.mts', '.js', '.mjs'];

/**
 * Removes compiled files whose source is gone; `tsc` leaves them, and a deleted test would go on passing.
 *
 * @param {string} root
 * @returns {string[]} the removed files, relative to the root
 */
export function pruneStaleOutput(root) {
  const stale = workspaces(root).flatMap((workspace) =>
    filesBelow(join(workspace, 'dist')).filter((file) => compiled.test(file) && !hasSource(workspace, file)),
  );
  for (const file of stale) rmSync(file, { force: true });
  return stale.map((file) => relative(root, file));
}

/** @param {string} root */
function workspaces(root) {
  return ['packages', 'services', 'infra']
    .flatMap((kind) => entries(join(root, kind)).map((entry) => join(root, kind, entry.name)))
    .filter((folder) => existsSync(join(folder, 'tsconfig.json')));
}

/** @param {string} workspace @param {string} file */
function hasSource(workspace, file) {
  const beside = join(
    workspace,
    relative(join(workspace, 'dist'), dirname(file)),
    basename(file).replace(compiled, ''),
  );
  return sourceEndings.some((ending) => existsSync(beside + ending));
}

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  return entries(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** @param {string} folder */
function entries(folder) {
  return existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
}
