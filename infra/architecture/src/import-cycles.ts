import { resolve, type SourceFile } from './source-tree.js';

/** Circles among relative imports, each as `a → b → a`, found by depth-first search. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const key = (path: string) => path.replace(/\.tsx?$/, '');
  const edges = new Map(
    files.map((file) => [
      key(file.path),
      file.imports.filter((imported) => imported.startsWith('.')).map((imported) => resolve(file.path, imported)),
    ]),
  );
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
