import { quantile } from '../figures/statistics.js';
import type { Engine } from './workload.js';

/** What came of one slice of time. */
export interface DecisionSlice {
  readonly perSecond: number;
  readonly p50Us: number;
  readonly p99Us: number;
}

/** So many decisions pass between two looks at the clock, where decisions are short; a look costs about 50 ns. */
const SHORT_BATCH = 200;
const SHORT_US = 100;
const FEWEST = 3;

/**
 * Half of the time decisions are counted, in batches, which gives their rate. In the other half each is timed alone, clock and all,
 * which gives their distribution. The numbers of the calls are taken in turn; all must be decided as expected, which also keeps the
 * compiler from leaving a decision out.
 */
export function decideFor(
  durationMs: number,
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
  const samplingEndMs = performance.now() + durationMs / 2;
  for (let beforeMs = performance.now(); beforeMs < samplingEndMs || samplesUs.length < FEWEST; ) {
    decide();
    const afterMs = performance.now();
    samplesUs.push((afterMs - beforeMs) * 1_000);
    beforeMs = performance.now();
  }

  const p50Us = quantile(samplesUs, 0.5);
  const batch = p50Us < SHORT_US ? SHORT_BATCH : 1;
  const decidedBefore = decided;
  const startedMs = performance.now();
  let endedMs = startedMs;
  while (endedMs < startedMs + durationMs / 2 || decided - decidedBefore < FEWEST) {
    for (let count = 0; count < batch; count += 1) decide();
    endedMs = performance.now();
  }

  if (allowed !== (isAllowed ? decided : 0)) throw new Error('a decision was another one while it was timed');
  const perSecond = ((decided - decidedBefore) / (endedMs - startedMs)) * 1_000;
  return { perSecond, p50Us, p99Us: quantile(samplesUs, 0.99) };
}
