import { matcher } from './matcher.js';
import { isRelative, isTest, packageOf } from './paths.js';
import type { SourceFile } from './source-file.js';

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

/** A package.json and the files below its folder. */
export interface WorkspaceFiles {
  readonly name: string;
  readonly folder: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly files: readonly SourceFile[];
  /** Of `files` those that are no tests. */
  readonly product: readonly SourceFile[];
}

/** A package.json that lies deeper belongs to no workspace of npm's. */
const isManifest = matcher(['{packages,services,infra}/*/package.json']);

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
  return workspaces.flatMap(({ folder, dependencies, devDependencies, files, product }) => {
    const all = files.flatMap(packagesOf);
    const byProduct = product.flatMap(packagesOf);
    return [
      ...dependencies.filter((name) => !byProduct.includes(name) && !programs.includes(name)),
      ...devDependencies.filter((name) => !all.includes(name.replace(/^@types\//, ''))),
    ].map((name) => `${folder}/package.json names ${name}`);
  });
}

export function workspacesIn(files: readonly SourceFile[]): WorkspaceFiles[] {
  return files
    .filter(({ path }) => isManifest(path))
    .map(({ path, text }) => {
      const folder = path.replace(/\/package\.json$/, '');
      const { name = '', dependencies = {}, devDependencies = {} }: Manifest = JSON.parse(text);
      const own = files.filter((file) => file.path.startsWith(`${folder}/`));
      return {
        name,
        folder,
        dependencies: Object.keys(dependencies),
        devDependencies: Object.keys(devDependencies),
        files: own,
        product: own.filter((file) => !isTest(file.path)),
      };
    });
}

/** The packages that a file imports, without Node's own. */
const packagesOf = ({ imports }: SourceFile): string[] =>
  imports
    .map(({ module }) => module)
    .filter((module) => !isRelative(module) && !module.startsWith('node:'))
    .map(packageOf);
