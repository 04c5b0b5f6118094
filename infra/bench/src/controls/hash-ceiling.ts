import { cpuMs } from '../process-usage.js';
import { Control } from './control.js';
import type { HashedSlice, HashSlice } from './hashing.js';

/** What the machine hashes if it does nothing else. */
export interface Ceiling {
  readonly perSecond: number;
  readonly cpuMsPerHash: number;
}

/** Two processes, as many as there are cores, each with as many hashes in flight as identity's pool lets through. */
const PROCESSES = 2;
const IN_FLIGHT = 2;

/** Bare argon2id: no HTTP, no database, no events. */
export async function startHashCeiling(kind: HashSlice['kind']) {
  const started = await Promise.all(Array.from({ length: PROCESSES }, () => Control.start('hashing')));
  const controls = started.map(({ control }) => control);
  const used = () => controls.reduce((sum, { pid }) => sum + cpuMs(pid), 0);
  return {
    async slice(durationMs: number): Promise<Ceiling> {
      const before = used();
      const question: HashSlice = { kind, inFlight: IN_FLIGHT, durationMs };
      const slices = await Promise.all(controls.map((control) => control.ask<HashedSlice>(question)));
      const hashes = slices.reduce((sum, slice) => sum + slice.hashes, 0);
      return {
        perSecond: slices.reduce((sum, slice) => sum + slice.perSecond, 0),
        cpuMsPerHash: (used() - before) / hashes,
      };
    },
    stop: async () => void (await Promise.all(controls.map((control) => control.stop()))),
  };
}
