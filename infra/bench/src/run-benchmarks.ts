import type { Benchmark } from './benchmarks/benchmark.js';
import type { Figure } from './figures/figure.js';
import type { Testbed } from './testbed.js';

export interface Outcome {
  readonly figures: readonly Figure[];
  /** Names of the benchmarks that gave their figures. */
  readonly measured: readonly string[];
  readonly failures: number;
}

/**
 * Runs them one after another, and starts the platform before the first one that needs it. One that fails says why, and the next one
 * runs.
 */
export async function runBenchmarks(
  testbed: Testbed,
  benchmarks: readonly Benchmark[],
  out: (line: string) => void,
): Promise<Outcome> {
  const figures: Figure[] = [];
  const measured: string[] = [];
  let failures = 0;
  for (const { name, question, needsNoPlatform, run } of benchmarks) {
    testbed.signal?.throwIfAborted();
    if (!needsNoPlatform) await testbed.open();
    out(`${name}: ${question}`);
    try {
      const report = await run(testbed);
      figures.push(...report.figures);
      measured.push(name);
      for (const note of report.notes) out(`  ${note}`);
    } catch (error) {
      if (testbed.signal?.aborted) throw error;
      failures += 1;
      const isProblem = error instanceof Error && error.name === 'Problem';
      out(`  ✗ ${isProblem ? error.message : (error instanceof Error && error.stack) || error}`);
    }
  }
  return { figures, measured, failures };
}
