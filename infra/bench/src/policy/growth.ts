import { median } from '../figures/statistics.js';
import { interleave } from '../load/interleave.js';
import { genkanEngine } from './genkan-engine.js';
import { makeWorkload } from './make-workload.js';
import { decideFor } from './slice.js';
import { outcomes } from './workload.js';

export interface GrowthEffort {
  readonly rounds: number;
  readonly sliceMs: number;
}

/** How many times as long a decision takes when there are ten times as many statements, 10,000 instead of 1,000; the worst outcome. */
export async function measureGrowth({ rounds, sliceMs }: GrowthEffort): Promise<number> {
  const ratios: number[] = [];
  for (const outcome of outcomes) {
    const side = async (statements: number) => {
      const workload = makeWorkload('literal', { statements, calls: 60 });
      const calls = workload.calls[outcome];
      const engine = await genkanEngine(workload, calls);
      const numbers = calls.map((_, number) => number);
      return async () => decideFor(sliceMs, { engine, calls: numbers, isAllowed: outcome === 'allow' }).perSecond;
    };
    const { subject, control } = await interleave(rounds, { subject: await side(10_000), control: await side(1_000) });
    ratios.push(median(control) / median(subject));
  }
  return Math.max(...ratios);
}
