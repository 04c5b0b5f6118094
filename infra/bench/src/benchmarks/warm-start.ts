import { atMost } from '../figures/figure.js';
import type { Benchmark } from './benchmark.js';

const LIMIT_SECONDS = 20;

export const warmStartBenchmark: Benchmark = {
  name: 'warm-start',
  question: 'How long does a second `npm start` take?',
  async run(testbed) {
    const startedMs = performance.now();
    await testbed.prepare();
    const prepareMs = performance.now() - startedMs;
    const seconds = (prepareMs + (await testbed.restart())) / 1_000;
    return {
      figures: [atMost('warm-start', 's', { measured: seconds, limit: LIMIT_SECONDS })],
      notes: [
        `The steps of \`npm start\` on a prepared checkout and existing data; ${(prepareMs / 1_000).toFixed(1)} s of them to see that nothing has to be installed or built.`,
      ],
    };
  },
};
