import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A TypeScript file or a package.json: its path below the repository's root, its lines and what it imports. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

export function sourceFile(path: string, text: string): SourceFile {
  const imports = [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? '');
  return { path, text, imports };
}

export const isTest = (path: string) => /\.test\.tsx?$|\/test\//.test(path);

const skipped = new Set(['node_modules', 'dist', '.turbo']);

/** All TypeScript files and the package.json of each workspace below the given folders of the repository. */
export function readTree(root: string, folders: readonly string[]): SourceFile[] {
  const walk = (folder: string): SourceFile[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : walk(path);
      return /\.tsx?$|^[^/]+\/[^/]+\/package\.json$/.test(path)
        ? [sourceFile(path, readFileSync(join(root, path), 'utf8'))]
        : [];
    });
  return folders.flatMap(walk);
}

/** Path that a relative import names, without its extension. */
export function resolve(from: string, imported: string): string {
  const steps = [...from.split('/').slice(0, -1), ...imported.split('/')];
  const path: string[] = [];
  for (const step of steps) {
    if (step === '..') path.pop();
    else if (step !== '.') path.push(step);
  }
  return path.join('/').replace(/\.js$/, '');
}
