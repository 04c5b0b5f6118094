import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Figure } from './figure.js';

export interface Results {
  readonly figures: readonly Figure[];
  /** Names of the benchmarks that gave them. */
  readonly measured: readonly string[];
}

/** Writes the figures, in place of all that the file holds of the same benchmarks; those of the others stay. */
export function writeResults(file: string, { figures, measured }: Results): void {
  const others = readResults(file).filter(({ name }) => !measured.some((benchmark) => isOf(benchmark, name)));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify([...others, ...figures], null, 2)}\n`);
}

/** The name of a figure begins with that of its benchmark. */
export const isOf = (benchmark: string, figure: string): boolean =>
  figure === benchmark || figure.startsWith(`${benchmark}-`);

function readResults(file: string): Figure[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
