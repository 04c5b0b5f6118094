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
  const { positionals: asked, values } = parsed(args);
  const names = benchmarks.map(({ name }) => name);
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Problem(`There is no benchmark "${unknown}": ${names.join(', ')}.`);
  return {
    chosen: asked.length === 0 ? benchmarks : benchmarks.filter(({ name }) => asked.includes(name)),
    isQuick: values.quick ?? false,
    profileFolder: values.profile,
  };
}

function parsed(args: readonly string[]) {
  const options = {
    quick: { type: 'boolean' },
    profile: { type: 'string' },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    throw new Problem('Usage: npm run bench -- [<name>…] [--quick] [--profile <folder>]');
  }
}
