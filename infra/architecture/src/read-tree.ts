import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCode, type SourceFile, sourceFile } from './source-file.js';

const skipped = new Set(['node_modules', 'dist', '.turbo']);

/** All code and each package.json below the given folders of the repository. */
export function readTree(root: string, folders: readonly string[]): SourceFile[] {
  const walk = (folder: string): SourceFile[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : walk(path);
      return isCode(path) || entry.name === 'package.json'
        ? [sourceFile(path, readFileSync(join(root, path), 'utf8'))]
        : [];
    });
  return folders.flatMap(walk);
}
