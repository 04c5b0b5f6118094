import { median } from '../figures/statistics.js';

/** How long something takes, in the middle of so many times; as many before them, up to a tenth of a second, are thrown away. */
export function medianMs(times: number, act: () => unknown): number {
  const warmUntilMs = performance.now() + 100;
  for (let count = 0; count < times && performance.now() < warmUntilMs; count += 1) act();
  const samplesMs: number[] = [];
  for (let count = 0; count < times; count += 1) {
    const startedMs = performance.now();
    act();
    samplesMs.push(performance.now() - startedMs);
  }
  return median(samplesMs);
}
