import { median } from '../figures/statistics.js';
import { type Contest, type EngineName, engineNames, makeContest } from './engines.js';
import { makeWorkload, type WorkloadSize } from './make-workload.js';
import { type DecisionSlice, decideFor } from './slice.js';
import { type Mix, mixes, type Outcome, outcomes } from './workload.js';

/** How fast one engine decides; medians of slices. */
export type Speed = DecisionSlice;

/** Every engine with the same calls. */
export interface Cell {
  readonly statements: number;
  readonly mix: Mix;
  readonly outcome: Outcome;
  readonly speed: Readonly<Record<EngineName, Speed>>;
}

export interface Effort {
  readonly sizes: readonly WorkloadSize[];
  readonly rounds: number;
  readonly sliceMs: number;
}

/** Measures every size, mix and outcome. */
export async function measureSpeed(effort: Effort, signal?: AbortSignal): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  for (const size of effort.sizes) {
    for (const mix of mixes) {
      const contest = await makeContest(makeWorkload(mix, size));
      for (const outcome of outcomes) {
        signal?.throwIfAborted();
        cells.push({ statements: size.statements, mix, outcome, speed: compete(contest, outcome, effort) });
      }
    }
  }
  return cells;
}

/** The engines take turns: whatever else happens on the machine meets all. A first round, which is thrown away, warms up. */
function compete({ engines, calls }: Contest, outcome: Outcome, { rounds, sliceMs }: Effort): Cell['speed'] {
  const turn = (name: EngineName) =>
    decideFor(sliceMs, { engine: engines[name], calls: calls[outcome], isAllowed: outcome === 'allow' });
  for (const name of engineNames) turn(name);
  const slices: Record<EngineName, DecisionSlice[]> = { genkan: [], casbin: [], cedar: [] };
  for (let round = 0; round < rounds; round += 1) for (const name of engineNames) slices[name].push(turn(name));
  return {
    genkan: medianSlice(slices.genkan),
    casbin: medianSlice(slices.casbin),
    cedar: medianSlice(slices.cedar),
  };
}

export const medianSlice = (slices: readonly DecisionSlice[]): DecisionSlice => ({
  perSecond: median(slices.map(({ perSecond }) => perSecond)),
  p50Us: median(slices.map(({ p50Us }) => p50Us)),
  p99Us: median(slices.map(({ p99Us }) => p99Us)),
});
