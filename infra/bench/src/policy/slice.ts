import { quantile } from '../figures/statistics.js';
import { ownCpuMs } from './own-cpu-ms.js';
import type { Engine } from './workload.js';

/** What came of one slice. */
export interface DecisionSlice {
  /** By processor time, which is that of one core; what V8's helping threads took is counted, too. */
  readonly perSecond: number;
  readonly p50Us: number;
  readonly p99Us: number;
}

/** So many short decisions pass between two looks at the processor time. */
const SHORT_BATCH = 200;
const SHORT_US = 100;
const FEWEST = 3;

/**
 * Half of a slice, which is of processor time, decisions are counted, which gives their rate. In the other half each is timed alone, by
 * the clock and with the 130 to 200 ns that looking at it takes, which gives their distribution. The numbers of the calls are taken in turn; all
 * must be decided as expected, which also keeps the compiler from leaving a decision out.
 */
export function decideFor(
  sliceMs: number,
  { engine, calls, isAllowed }: { engine: Engine; calls: readonly number[]; isAllowed: boolean },
): DecisionSlice {
  let next = 0;
  let allowed = 0;
  let decided = 0;
  const decide = () => {
    if (engine.allows(calls[next] as number)) allowed += 1;
    next = next + 1 === calls.length ? 0 : next + 1;
    decided += 1;
  };
  const samplesUs: number[] = [];
  const decideTimed = () => {
    const startedMs = performance.now();
    decide();
    samplesUs.push((performance.now() - startedMs) * 1_000);
  };

  for (let count = 0; count < FEWEST; count += 1) decideTimed();
  const batch = quantile(samplesUs, 0.5) < SHORT_US ? SHORT_BATCH : 1;
  repeatFor(sliceMs / 2, batch, decideTimed);
  const decidedBefore = decided;
  const tookMs = repeatFor(sliceMs / 2, batch, decide);

  if (allowed !== (isAllowed ? decided : 0)) throw new Error('a decision was another one while it was timed');
  const perSecond = ((decided - decidedBefore) / tookMs) * 1_000;
  return { perSecond, p50Us: quantile(samplesUs, 0.5), p99Us: quantile(samplesUs, 0.99) };
}

/** Returns how much processor time it took in the end. */
function repeatFor(durationMs: number, batch: number, act: () => void): number {
  const startedMs = ownCpuMs();
  for (let count = 0; ; ) {
    for (let inBatch = 0; inBatch < batch; inBatch += 1) act();
    count += batch;
    const tookMs = ownCpuMs() - startedMs;
    if (tookMs >= durationMs && count >= FEWEST) return tookMs;
  }
}
