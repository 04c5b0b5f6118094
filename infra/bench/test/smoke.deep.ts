import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { benchmarks } from '../src/benchmarks/benchmarks.js';
import type { Figure } from '../src/figures/figure.js';
import { isOf } from '../src/figures/results-file.js';
import { runBenchmarks } from '../src/run-benchmarks.js';
import { Testbed } from '../src/testbed.js';

const dataDir = mkdtempSync(join(tmpdir(), 'genkan-bench-'));
const testbed = new Testbed({ dataDir, isQuick: true, prepare: async () => {} });

afterAll(async () => {
  await testbed.close();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

/** How fast anything was is not asked here: a test must not depend on the machine. */
describe('every benchmark', () => {
  it.each(benchmarks.map((benchmark) => [benchmark.name, benchmark] as const))(
    '%s gives figures of the promised form',
    async (name, benchmark) => {
      const lines: string[] = [];
      const { figures, failures } = await runBenchmarks(testbed, [benchmark], (line) => lines.push(line));
      expect({ failures, lines }).toEqual({ failures: 0, lines: expect.any(Array) });
      expect(figures).not.toHaveLength(0);
      expect(figures.filter((figure) => !isOf(name, figure.name))).toEqual([]);
      for (const figure of figures) expectForm(figure);
    },
    // The first that needs a platform also starts it.
    240_000,
  );
});

function expectForm({ name, subject, control, ratio, target, unit, ...others }: Figure): void {
  expect(others).toEqual({});
  expect(name).toMatch(/^[a-z0-9-]+$/);
  expect(unit).not.toBe('');
  expect(Number.isFinite(subject)).toBe(true);
  expect((control === null) === (ratio === null)).toBe(true);
  if (ratio === null) expect(target).toBeNull();
  else expect(ratio).toBeGreaterThan(0);
}
