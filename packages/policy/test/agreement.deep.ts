import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import type { Agreement } from './agreement.js';

const pairCount = 100_000;
/** Pair n is drawn with this seed plus n. `POLICY_SEED=7000000 npm run test:deep -- policy` looks at other pairs. */
const firstSeed = Number(process.env.POLICY_SEED ?? 1);

describe('the compiled evaluator', () => {
  it('decides 100,000 drawn pairs and some large sets as the reference does, in all members; no effect is rare among them', async () => {
    const worker = new Worker(new URL('./agreement-worker.js', import.meta.url), {
      workerData: { firstSeed, pairCount },
    });
    const [{ counts, disagreement }] = (await once(worker, 'message')) as [Agreement];
    expect(disagreement).toBeNull();
    const percents = Object.entries(counts).map(([effect, count]) => [effect, (100 * count) / pairCount] as const);
    expect(percents.filter(([, percent]) => percent < 5)).toEqual([]);
  }, 600_000);
});
