import { median } from '../figures/statistics.js';
import { ownCpuMs } from './own-cpu-ms.js';

const WARM_UP_MS = 100;

/** How much processor time something takes, in the middle of so many times; as many before them, up to 100 ms, are thrown away. */
export function medianMs(times: number, act: () => unknown): number {
  const warmedMs = ownCpuMs() + WARM_UP_MS;
  for (let count = 0; count < times && ownCpuMs() < warmedMs; count += 1) act();
  const samplesMs: number[] = [];
  for (let count = 0; count < times; count += 1) {
    const startedMs = ownCpuMs();
    act();
    samplesMs.push(ownCpuMs() - startedMs);
  }
  return median(samplesMs);
}
