import { mkdirSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { pidFolders } from '@genkan/local/boot/data-layout';
import { prepare } from '@genkan/local/boot/prepare';
import { endOrphans } from '@genkan/local/boot/processes';
import type { CommandContext } from '@genkan/local/command';
import { isMissed } from './figures/figure.js';
import { reportTable } from './figures/report-table.js';
import { writeResults } from './figures/results-file.js';
import { readOptions } from './options.js';
import { runBenchmarks } from './run-benchmarks.js';
import { Testbed } from './testbed.js';

/** `npm run bench`: the figures that were asked for, on a platform of its own. Gives the exit code: 1 when one is missed, or could not be had. */
export async function bench({ root, dataFolder, signal, out, args }: CommandContext): Promise<number> {
  const { chosen, isQuick, profileFolder } = readOptions(args);
  const dataDir = join(dataFolder, 'bench');
  for (const folder of pidFolders(dataDir)) await endOrphans(folder);
  rmSync(dataDir, { recursive: true, force: true });
  const testbed = new Testbed({
    dataDir,
    isQuick,
    prepare: () => prepare({ root, dataFolder, signal, out: () => {} }),
    env: profileFolder ? profiling(resolve(profileFolder)) : {},
    out,
    signal,
  });
  try {
    out(`${cpus().length} cores (${cpus()[0]?.model}), shared by everything that runs.\n`);
    const { figures, measured, failures } = await runBenchmarks(testbed, chosen, out);
    out(`\n${reportTable(figures)}`);
    if (isQuick || profileFolder) out('\nThese are no figures: they were made in a hurry, or under a profiler.');
    else writeResults(join(root, 'infra/bench/results/latest.json'), { figures, measured });
    return failures > 0 || (!isQuick && figures.some(isMissed)) ? 1 : 0;
  } finally {
    await testbed.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Each service writes a profile when it ends. */
function profiling(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  return { NODE_OPTIONS: `--import=${import.meta.resolve('./profiled.js')}`, PROFILE_FOLDER: folder };
}
