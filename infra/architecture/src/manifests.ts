import { isTest, type SourceFile } from './source-tree.js';

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

interface Workspace {
  readonly name: string;
  readonly folder: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly files: readonly SourceFile[];
}

/** What the repository's own package.json gives to every test. */
const forEveryTest = ['@jest/globals'];

/** An image has `dependencies` alone: what runs there must stand among them, what only tests use must not. */
export const undeclared = (files: readonly SourceFile[]): string[] =>
  workspacesIn(files).flatMap(({ dependencies, devDependencies, files }) =>
    files.flatMap((file) => {
      const named = isTest(file.path) ? [...dependencies, ...devDependencies, ...forEveryTest] : dependencies;
      const missing = packagesOf(file).filter((name) => !named.includes(name));
      return missing.map((name) => `${file.path} imports ${name}`);
    }),
  );

/** Programs of ours may be named without an import: what runs them, or reads their folders, needs them built before it. */
export function unused(files: readonly SourceFile[]): string[] {
  const workspaces = workspacesIn(files);
  const programs = workspaces.filter(({ folder }) => !folder.startsWith('packages/')).map(({ name }) => name);
  return workspaces.flatMap(({ folder, dependencies, devDependencies, files }) => {
    const all = files.flatMap(packagesOf);
    const byProduct = files.filter((file) => !isTest(file.path)).flatMap(packagesOf);
    return [
      ...dependencies.filter((name) => !byProduct.includes(name) && !programs.includes(name)),
      ...devDependencies.filter((name) => !all.includes(name.replace(/^@types\//, ''))),
    ].map((name) => `${folder}/package.json names ${name}`);
  });
}

function workspacesIn(files: readonly SourceFile[]): Workspace[] {
  return files
    .filter(({ path }) => path.endsWith('/package.json'))
    .map(({ path, text }) => {
      const folder = path.replace(/\/package\.json$/, '');
      const { name = '', dependencies = {}, devDependencies = {} }: Manifest = JSON.parse(text);
      return {
        name,
        folder,
        dependencies: Object.keys(dependencies),
        devDependencies: Object.keys(devDependencies),
        files: files.filter((file) => file.path.startsWith(`${folder}/`)),
      };
    });
}

/** The packages that a file imports, without Node's own: `@genkan/config/clock` is of `@genkan/config`. */
const packagesOf = ({ imports }: SourceFile): string[] =>
  imports
    .filter((imported) => !imported.startsWith('.') && !imported.startsWith('node:'))
    .map((imported) =>
      imported
        .split('/')
        .slice(0, imported.startsWith('@') ? 2 : 1)
        .join('/'),
    );
