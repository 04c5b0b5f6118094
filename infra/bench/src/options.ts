import { parseArgs } from 'node:util';
import { Problem } from '@genkan/local/boot/problem';
import type { Benchmark } from './benchmarks/benchmark.js';
import { benchmarks } from './benchmarks/benchmarks.js';

/** What was asked for on the command line. */
export interface Options {
  readonly chosen: readonly Benchmark[];
  readonly isQuick: boolean;
  /** Folder for CPU profiles of the services' processes. */
  readonly profileFolder: string | undefined;
}

/** @throws Problem when there is no such option or benchmark */
export function readOptions(args: readonly string[]): Options {
  const { only = [], quick = false, profile } = parsed(args);
  const names = benchmarks.map(({ name }) => name);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Problem(`There is no benchmark "${unknown}": ${names.join(', ')}.`);
  return {
    chosen: only.length === 0 ? benchmarks : benchmarks.filter(({ name }) => only.includes(name)),
    isQuick: quick,
    profileFolder: profile,
  };
}

function parsed(args: readonly string[]) {
  const options = {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean' },
    profile: { type: 'string' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch {
    throw new Problem('Usage: npm run bench -- [--only <name>]… [--quick] [--profile <folder>]');
  }
}
