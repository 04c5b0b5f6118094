import { importCycles } from './import-cycles.js';
import { undeclared, unused } from './manifests.js';
import { isTest, resolve, type SourceFile } from './source-tree.js';

/** A rule of docs/architecture.md, checked on the source text. Each has a fixture that breaks it. */
export interface Rule {
  readonly name: string;
  /** Sentences, one for each place that breaks the rule. */
  readonly violations: (files: readonly SourceFile[]) => string[];
}

/** Packages from the inside out: each may import those before it only. */
const layers = [
  'contracts',
  'policy',
  'config',
  'credentials',
  'observability',
  'call',
  'persistence',
  'kafka-client',
  'messaging',
  'http-kit',
  'service-kit',
  'testing',
];

/** Files of a capability that may import the outside world; all others are domain and use cases. */
const outward = /(-table|-repository|\/routes|\/events|\/on-[a-z-]+|-adapter)\.tsx?$/;
/** Libraries of the outside world: databases, the bus, HTTP, mail. */
const outsideWorld =
  /^(typeorm|mysql2|kafkajs|express|helmet|nodemailer|passport|passport-local|undici|node:(fs|http|https|net|child_process))(\/|$)/;
const forbiddenFolders = /\/(utils|helpers|common|shared|core|lib|types)\//;

const part = (path: string) => path.split('/').slice(0, 2).join('/');
const isProduct = ({ path }: SourceFile) =>
  /^(packages|services)\//.test(path) && !isTest(path) && !path.startsWith('packages/testing/');
/** `services/<name>/src/<capability>/<file>`, or null for files of the frame. */
const capabilityOf = (path: string) => /^services\/[^/]+\/src\/([^/]+)\/[^/]+\.tsx?$/.exec(path)?.[1] ?? null;

/** A rule about each import of each product file. */
const importRule = (name: string, breaks: (file: SourceFile, imported: string) => boolean): Rule => ({
  name,
  violations: (files) =>
    files
      .filter(isProduct)
      .flatMap((file) => file.imports.filter((i) => breaks(file, i)).map((i) => `${file.path} imports ${i}`)),
});

/** A rule about each TypeScript file. */
const fileRule = (name: string, breaks: (file: SourceFile) => boolean): Rule => ({
  name,
  violations: (files) => files.filter((file) => /\.tsx?$/.test(file.path) && breaks(file)).map((file) => file.path),
});

const packageOf = (imported: string) => /^@genkan\/([^/]+)/.exec(imported)?.[1];

export const rules: readonly Rule[] = [
  importRule('a service never imports another service, nor a package a service', ({ path }, imported) => {
    const name = packageOf(imported);
    const foreign = name !== undefined && !layers.includes(name);
    return foreign || (imported.startsWith('../') && part(resolve(path, imported)) !== part(path));
  }),
  importRule('packages depend inwards only', ({ path }, imported) => {
    const from = /^packages\/([^/]+)\//.exec(path)?.[1];
    const to = packageOf(imported);
    if (!from || !to) return false;
    return layers.indexOf(to) >= layers.indexOf(from);
  }),
  importRule('contracts depend on zod only', ({ path }, imported) => {
    const generator = path === 'packages/contracts/src/generate.ts' && imported.startsWith('node:');
    return path.startsWith('packages/contracts/') && !generator && !imported.startsWith('.') && imported !== 'zod';
  }),
  importRule('only kafka-client and messaging import kafkajs', ({ path }, imported) => {
    return imported === 'kafkajs' && !/^packages\/(kafka-client|messaging)\//.test(path);
  }),
  fileRule('clients of Kafka are made in one place', ({ path, text }) => {
    return !path.startsWith('packages/kafka-client/') && /\bnew Kafka\(/.test(withoutTexts(text));
  }),
  importRule('services never import the testing package', ({ path }, imported) => {
    return path.startsWith('services/') && packageOf(imported) === 'testing';
  }),
  importRule('domain and use cases do not import the outside world', ({ path, text }, imported) => {
    if (capabilityOf(path) === null || outward.test(path)) return false;
    return outsideWorld.test(imported) && !isTypeOnly(text, imported);
  }),
  importRule('a capability uses another through its main file alone', ({ path }, imported) => {
    const own = capabilityOf(path);
    const [, other, file] = /^\.\.\/([^/]+)\/([^/]+)\.js$/.exec(imported) ?? [];
    return own !== null && other !== undefined && other !== own && file !== `compose-${other}`;
  }),
  {
    name: 'imports form no circle',
    violations: (files) => importCycles(files.filter((file) => !isTest(file.path))),
  },
  { name: 'each package.json names what is imported', violations: undeclared },
  { name: 'no package.json names what is not imported', violations: unused },
  fileRule('no folder has a name that says nothing', ({ path }) => forbiddenFolders.test(`/${path}`)),
  fileRule('no file gathers exports under index', ({ path }) => /\/index\.tsx?$/.test(path)),
  fileRule(
    'files are named in kebab-case',
    ({ path }) => !/^[a-z0-9]+([-.][a-z0-9]+)*\.tsx?$/.test(path.split('/').at(-1) ?? ''),
  ),
  fileRule('no file is longer than 300 lines', ({ text }) => text.split('\n').length > 301),
  fileRule('main.ts and app.ts have at most 60 lines', ({ path, text }) => {
    return /^services\/[^/]+\/src\/(main|app)\.ts$/.test(path) && text.split('\n').length > 61;
  }),
  fileRule('configuration is read where a process starts', (file) => {
    const starts = /\/(main|migrate|config|generate|[a-z-]+-command)\.ts$/.test(file.path);
    return isProduct(file) && !starts && /process\.env/.test(withoutComments(file.text));
  }),
  fileRule('time and randomness are injected', (file) => {
    if (!isProduct(file) || capabilityOf(file.path) === null) return false;
    return /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\bsetInterval\(/.test(
      withoutComments(file.text),
    );
  }),
  fileRule('sealed content is opened by parsing, never by a cast', (file) => {
    if (!isProduct(file) || !file.path.startsWith('services/')) return false;
    const isCast = /\bopen(ToChange)?\((?:[^()]|\([^()]*\))*\)+\s+as\s/.test(withoutTexts(withoutComments(file.text)));
    return isCast || file.imports.includes('@genkan/credentials/seal');
  }),
  fileRule('what HTTP carries is not trimmed of more than HTTP allows', (file) => {
    const readsHttp = /^(services\/gateway|packages\/http-kit)\/src\//.test(file.path) && !isTest(file.path);
    return readsHttp && /\.trim(Start|End)?\(/.test(withoutComments(file.text));
  }),
  fileRule('type checks are never switched off', ({ path, text }) => {
    if (path.startsWith('infra/architecture/')) return false;
    return (
      /@ts-(ignore|nocheck|expect-error)/.test(text) || /\bas any\b|: any\b/.test(withoutTexts(withoutComments(text)))
    );
  }),
];

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

/** "one of these: any" is prose. */
const withoutTexts = (code: string) => code.replace(/'(?:[^'\\\n]|\\.)*'/g, "''");

const isTypeOnly = (text: string, imported: string) =>
  new RegExp(`import type [^;]*?from ['"]${imported.replace(/[/.]/g, '\\$&')}['"]`).test(text);
