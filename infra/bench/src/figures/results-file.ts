import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Figure } from './figure.js';

/** Writes the figures, in place of those of the same names; what the file holds beside them stays. */
export function writeResults(file: string, figures: readonly Figure[]): void {
  const names = new Set(figures.map(({ name }) => name));
  const others = readResults(file).filter(({ name }) => !names.has(name));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify([...others, ...figures], null, 2)}\n`);
}

function readResults(file: string): Figure[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
