import { importRules } from './import-rules.js';
import { matcher } from './matcher.js';
import { nameRules } from './name-rules.js';
import { isTest, workspaceOf } from './paths.js';
import { fileRule, type Rule } from './rule.js';
import type { SourceFile } from './source-file.js';
import { workspaceRules } from './workspace-rules.js';

const saysNothing = matcher(['**/{utils,helpers,common,shared,core,lib,types}/**']);
const isMain = matcher(['{services,infra}/*/src/main.ts']);
const isCompose = matcher(['services/*/src/compose.ts']);
const isCommand = matcher(['services/**/*-command.ts']);
const standsBesideMain = matcher(['services/*/src/*-command.ts']);
const holdsFixtures = matcher(['infra/architecture/**']);

export const rules: readonly Rule[] = [
  ...workspaceRules,
  ...importRules,
  ...nameRules,
  fileRule('no folder has a name that says nothing', ({ path }) => saysNothing(path)),
  fileRule('no file gathers exports under index', ({ path }) => /\/index\.tsx?$/.test(path)),
  fileRule(
    'files are named in kebab-case',
    ({ path }) => !/^[a-z0-9]+([-.][a-z0-9]+)*\.m?[jt]sx?$/.test(path.split('/').at(-1) ?? ''),
  ),
  fileRule('no file is longer than 300 lines', ({ text }) => linesOf(text) > 300),
  fileRule('main.ts has at most 60 lines', ({ path, text }) => isMain(path) && linesOf(text) > 60),
  fileRule('compose.ts has at most 50 lines from its first export on', ({ path, text }) => {
    return isCompose(path) && linesOf(text.slice(text.search(/^export /m))) > 50;
  }),
  fileRule('commands lie beside main.ts', ({ path }) => {
    return !isTest(path) && isCommand(path) && !standsBesideMain(path);
  }),
  fileRule('type checks are never switched off', ({ path, text }) => {
    return !holdsFixtures(path) && /@ts-(ignore|nocheck|expect-error)/.test(text);
  }),
  { name: 'every service runs the conformance suite', violations: withoutConformance },
  { name: 'a type that packages export has a name of its own', violations: typesOfOneName },
];

const linesOf = (text: string): number => text.trimEnd().split('\n').length;

/** The portal is no process: the gateway serves its files. */
function withoutConformance(files: readonly SourceFile[]): string[] {
  const services = new Set(
    files
      .map(({ path }) => path)
      .filter((path) => path.startsWith('services/'))
      .map(workspaceOf),
  );
  services.delete('services/portal');
  const conforming = files
    .filter(({ path, names }) => path.endsWith('/test/contract/conformance.test.ts') && names.has('serviceConformance'))
    .map(({ path }) => workspaceOf(path));
  return [...services].filter((service) => !conforming.includes(service));
}

function typesOfOneName(files: readonly SourceFile[]): string[] {
  const places = new Map<string, string[]>();
  for (const { path, exportedTypes } of files) {
    if (!path.startsWith('packages/') || isTest(path)) continue;
    for (const name of exportedTypes) places.set(name, [...(places.get(name) ?? []), path]);
  }
  return [...places].filter(([, paths]) => paths.length > 1).map(([name, paths]) => `${name}: ${paths.join(', ')}`);
}
