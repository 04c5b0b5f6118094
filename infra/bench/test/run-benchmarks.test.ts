import { describe, expect, it } from '@jest/globals';
import type { Benchmark } from '../src/benchmarks/benchmark.js';
import { told } from '../src/figures/figure.js';
import { runBenchmarks } from '../src/run-benchmarks.js';
import { Testbed } from '../src/testbed.js';

describe('a run of benchmarks that need no platform', () => {
  const testbed = new Testbed({ dataDir: '/dev/null/no-such-folder', isQuick: true, prepare: async () => {} });
  const alone = (name: string, run: Benchmark['run']): Benchmark => ({
    name,
    question: '?',
    needsNoPlatform: true,
    run,
  });

  it('starts none, and goes on after one that fails', async () => {
    const outcome = await runBenchmarks(
      testbed,
      [
        alone('asks', async ({ gatewayUrl }) => ({ figures: [], notes: [gatewayUrl] })),
        alone('counts', async () => ({ figures: [told('counts', 'ms', 1)], notes: [] })),
      ],
      () => {},
    );
    expect(outcome).toEqual({ figures: [told('counts', 'ms', 1)], measured: ['counts'], failures: 1 });
  });

  it('starts one for a benchmark that needs it', async () => {
    const { needsNoPlatform: _, ...needing } = alone('needs', async () => ({ figures: [], notes: [] }));
    await expect(runBenchmarks(testbed, [needing], () => {})).rejects.toThrow(/ENOTDIR|ENOENT|not a directory/);
  });
});
