import { undeclared, unused, type WorkspaceFiles, workspacesIn } from './manifests.js';
import { matcher } from './matcher.js';
import { isProduct, packageOf } from './paths.js';
import type { Rule } from './rule.js';
import { type Workspace, workspaces } from './workspaces.js';

const NAMESPACE = '@genkan/';

/** Folder of a package of ours, by its name. */
const folderOf = (name: string): string | undefined =>
  Object.keys(workspaces).find((folder) => `${NAMESPACE}${folder.split('/')[1]}` === name);

/** Files that write generated documents are programs beside their package: they may read and write files. */
const isGenerator = matcher(['packages/*/src/generate.ts']);

const isOurs = (name: string) => name.startsWith(NAMESPACE);

export const workspaceRules: readonly Rule[] = [
  {
    name: 'a workspace imports what the graph of workspaces says',
    violations: (files) =>
      files
        .filter(({ path }) => isProduct(path))
        .flatMap(({ path, imports }) => {
          const workspace = workspaces[path.split('/').slice(0, 2).join('/')];
          const wrong = imports.filter(({ module, isType }) => !workspace || !may(workspace, module, isType, path));
          return wrong.map(({ module }) => `${path} imports ${module}`);
        }),
  },
  {
    name: 'each package.json names what the graph of workspaces says, and no more',
    violations: (files) => workspacesIn(files).flatMap(differences),
  },
  { name: 'each package.json names what is imported', violations: undeclared },
  { name: 'no package.json names what is not imported', violations: unused },
];

function may({ ours, libraries, typesOnly, node }: Workspace, module: string, isType: boolean, path: string): boolean {
  if (module.startsWith('.')) return true;
  if (module.startsWith('node:')) return node === undefined || node.includes(module) || isGenerator(path);
  const name = packageOf(module);
  if (isOurs(name)) return ours.includes(folderOf(name) ?? name);
  if (libraries === undefined) return true;
  return libraries.includes(name) && (isType || !typesOnly?.includes(name));
}

function differences({ folder, dependencies, product }: WorkspaceFiles): string[] {
  const workspace = workspaces[folder];
  if (!workspace) return [`${folder} is not in the graph`];
  const { ours, libraries } = workspace;
  const imported = (name: string) =>
    product.some(({ imports }) => imports.some(({ module }) => packageOf(module) === name));
  const said = [...ours, ...(libraries ?? [])];
  // A program of ours may be named without an import: it is built before what runs it.
  const named = dependencies
    .filter((name) => (isOurs(name) ? imported(name) : libraries !== undefined))
    .map((name) => folderOf(name) ?? name);
  return [
    ...named.filter((name) => !said.includes(name)).map((name) => `${folder}/package.json names ${name}`),
    ...said.filter((name) => !named.includes(name)).map((name) => `${folder}/package.json does not name ${name}`),
  ];
}
