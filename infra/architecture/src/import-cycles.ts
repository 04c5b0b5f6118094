import { isRelative, resolve, withoutExtension } from './paths.js';
import type { SourceFile } from './source-file.js';

/** Circles among relative imports, each as `a → b → a`, found by depth-first search. `roomOf` says which files count as one. */
export function importCycles(files: readonly SourceFile[], roomOf = (path: string): string => path): string[] {
  const edges = new Map<string, Set<string>>();
  for (const { path, imports } of files) {
    const from = roomOf(withoutExtension(path));
    const to = imports.filter(({ module }) => isRelative(module)).map(({ module }) => roomOf(resolve(path, module)));
    edges.set(from, new Set([...(edges.get(from) ?? []), ...to.filter((room) => room !== from)]));
  }
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (node: string, trail: readonly string[]): void => {
    const seen = trail.indexOf(node);
    if (seen >= 0) {
      found.push([...trail.slice(seen), node].join(' → '));
      return;
    }
    if (done.has(node)) return;
    for (const next of edges.get(node) ?? []) visit(next, [...trail, node]);
    done.add(node);
  };
  for (const node of edges.keys()) visit(node, []);
  return found;
}

/** Folders below `src` count as one room, files beside it each as their own: `services/audit/src/search`, `services/audit/src/compose`. */
export const folderOf = (path: string): string => path.split('/').slice(0, 4).join('/');
