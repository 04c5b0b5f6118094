import { folderOf, importCycles } from './import-cycles.js';
import type { Import } from './import-of.js';
import { matcher } from './matcher.js';
import { isProduct, isRelative, isTest, resolve, workspaceOf } from './paths.js';
import type { Rule } from './rule.js';
import type { SourceFile } from './source-file.js';
import { zones } from './zones.js';

/** A rule about each import of a file. */
const importRule = (name: string, breaks: (path: string, imported: Import) => boolean): Rule => ({
  name,
  violations: (files) =>
    files.flatMap(({ path, imports }) =>
      imports.filter((each) => breaks(path, each)).map(({ module }) => `${path} imports ${module}`),
    ),
});

const testCode = matcher(['@genkan/testing/**', '@genkan/*/test/**', '@jest/**', 'supertest', 'fast-check']);

const zoneRules = zones.map(({ files, values, types }) => ({
  has: matcher(files),
  mayRun: matcher(values),
  mayName: matcher([...values, ...types]),
}));

/** What stands outside of domain and use cases, and may run in what composes it alone. */
const outside = matcher(['**/{routes,on-*,*-repository,*-adapter,*-table}']);
/** The gateway's proxy is made of adapters. */
const composes = matcher([
  'services/*/src/*.ts',
  'services/*/src/**/{compose-*,*-adapter}.ts',
  'services/gateway/src/proxy/**',
]);
const storage = matcher(['services/*/src/**/*-{table,repository}.ts']);
const isInWorkspace = matcher(['{packages,services,infra}/*/**']);
const capability = /^services\/[^/]+\/src\/([^/]+)\//;

/** Capability that a file belongs to; none for the files of a service's frame. */
const capabilityOf = (path: string): string | undefined => capability.exec(path)?.[1];

export const importRules: readonly Rule[] = [
  importRule('a workspace reaches into no other one by a path', (path, { module }) => {
    const target = resolve(path, module);
    return isRelative(module) && isInWorkspace(target) && workspaceOf(target) !== workspaceOf(path);
  }),
  importRule('what runs outside of tests imports no test code', (path, { module }) => {
    if (!isProduct(path)) return false;
    if (isRelative(module)) return isTest(`${resolve(path, module)}.ts`);
    return testCode(module) && !path.startsWith('packages/testing/');
  }),
  importRule('each file of a service imports what its zone may', (path, { module, isType }) => {
    if (!isProduct(path) || isRelative(module)) return false;
    const zone = zoneRules.find(({ has }) => has(path));
    return zone !== undefined && !(isType ? zone.mayName : zone.mayRun)(module);
  }),
  importRule('what stands outside of use cases runs in what composes it', (path, { module, isType }) => {
    if (!isProduct(path) || !path.startsWith('services/') || !isRelative(module) || isType || composes(path))
      return false;
    return outside(resolve(path, module)) && !(storage(path) && module.endsWith('-table.js'));
  }),
  importRule('a capability uses another through its main file alone', (path, { module }) => {
    const own = capabilityOf(path);
    if (!isProduct(path) || own === undefined || !isRelative(module)) return false;
    const target = resolve(path, module);
    const other = capabilityOf(target);
    return other !== undefined && other !== own && !target.endsWith(`/${other}/compose-${other}`);
  }),
  { name: 'imports form no circle', violations: (files) => importCycles(ofProduct(files)) },
  {
    name: 'folders form no circle, so no import runs up',
    violations: (files) => importCycles(ofProduct(files), folderOf),
  },
];

const ofProduct = (files: readonly SourceFile[]) => files.filter(({ path }) => isProduct(path));
