import type { Benchmark } from './benchmarks/benchmark.js';
import type { Figure } from './figures/figure.js';
import type { Stage } from './stage.js';

/** Runs them one after another; one that fails says why, and the next one runs. */
export async function runBenchmarks(
  stage: Stage,
  benchmarks: readonly Benchmark[],
  out: (line: string) => void,
): Promise<{ readonly figures: readonly Figure[]; readonly failures: number }> {
  const figures: Figure[] = [];
  let failures = 0;
  for (const { name, question, run } of benchmarks) {
    stage.signal?.throwIfAborted();
    out(`${name}: ${question}`);
    try {
      const report = await run(stage);
      figures.push(...report.figures);
      for (const note of report.notes) out(`  ${note}`);
    } catch (error) {
      if (stage.signal?.aborted) throw error;
      failures += 1;
      const isProblem = error instanceof Error && error.name === 'Problem';
      out(`  ✗ ${isProblem ? error.message : (error instanceof Error && error.stack) || error}`);
    }
  }
  return { figures, failures };
}
