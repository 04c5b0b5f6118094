import { undeclared, unused, type WorkspaceFiles, workspacesIn } from './manifests.js';
import { matcher } from './matcher.js';
import { isProduct, packageOf, workspaceOf } from './paths.js';
import type { Rule } from './rule.js';
import { everyService, type Workspace, workspaces } from './workspaces.js';

const NAMESPACE = '@genkan/';

const workspaceAt = (folder: string): Workspace | undefined =>
  workspaces[folder] ?? (folder.startsWith('services/') ? everyService : undefined);

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
          const workspace = workspaceAt(workspaceOf(path));
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
  if (isOurs(name)) return ours.includes(name.slice(NAMESPACE.length));
  if (libraries === undefined) return true;
  return libraries.includes(name) && (isType || !typesOnly?.includes(name));
}

function differences({ folder, dependencies, product }: WorkspaceFiles): string[] {
  const workspace = workspaceAt(folder);
  if (!workspace) return [`${folder} is not in the graph`];
  const { ours, libraries } = workspace;
  const imported = (name: string) =>
    product.some(({ imports }) => imports.some(({ module }) => packageOf(module) === name));
  const said = [...ours.map((name) => NAMESPACE + name), ...(libraries ?? [])];
  // A program of ours may be named without an import: it is built before what runs it.
  const named = dependencies.filter((name) => (isOurs(name) ? imported(name) : libraries !== undefined));
  return [
    ...named.filter((name) => !said.includes(name)).map((name) => `${folder}/package.json names ${name}`),
    ...(workspace === everyService ? [] : said)
      .filter((name) => !named.includes(name))
      .map((name) => `${folder}/package.json does not name ${name}`),
  ];
}
