import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * What the services spent their time on: node infra/bench/dist/src/profile-command.js <folder>
 * after `npm run bench -- <name> --profile <folder>`. Own time, of the main thread, by package and by function.
 */

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const LINES = 25;

for (const file of readdirSync(process.argv[2] ?? '.').filter((name) => name.endsWith('.cpuprofile'))) {
  const profile = JSON.parse(readFileSync(join(process.argv[2] ?? '.', file), 'utf8')) as CpuProfile;
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const [byPlace, byFunction] = [new Map<string, number>(), new Map<string, number>()];
  let busyMs = 0;
  for (const [index, id] of profile.samples.entries()) {
    const { functionName = '', url = '' } = frames.get(id) ?? {};
    if (functionName === '(idle)') continue;
    const ms = (profile.timeDeltas[index] ?? 0) / 1_000;
    busyMs += ms;
    add(byPlace, placeOf(url, functionName), ms);
    add(byFunction, `${functionName || '(anonymous)'}  ${shortened(url)}`, ms);
  }
  if (busyMs < 200) continue;
  console.log(`\n${serviceOf(profile)} (${file}): ${Math.round(busyMs)} ms busy`);
  print(byPlace, busyMs);
  console.log('  —');
  print(byFunction, busyMs);
}

function add(sums: Map<string, number>, key: string, ms: number): void {
  sums.set(key, (sums.get(key) ?? 0) + ms);
}

/** The package that a script is of, or what node itself does. */
function placeOf(url: string, functionName: string): string {
  if (functionName.startsWith('(')) return functionName;
  if (!url.startsWith('file:')) return url.split('/').slice(0, 2).join('/') || 'native code';
  const path = shortened(url);
  const ofPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return ofPackage ?? path.split('/').slice(0, 2).join('/');
}

function shortened(url: string): string {
  return url.startsWith('file:') ? relative(root, fileURLToPath(url)) : url;
}

function serviceOf({ nodes }: CpuProfile): string {
  const main = /(?:services|infra)\/[^/]+(?=\/dist\/src\/main\.js$)/;
  return nodes.map(({ callFrame }) => main.exec(callFrame.url)?.[0]).find(Boolean) ?? 'unknown process';
}

function print(sums: Map<string, number>, busyMs: number): void {
  const sorted = [...sums].sort(([, one], [, other]) => other - one).slice(0, LINES);
  for (const [name, ms] of sorted) console.log(`  ${((ms / busyMs) * 100).toFixed(1).padStart(5)} %  ${name}`);
}
