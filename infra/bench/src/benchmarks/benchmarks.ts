import { auditCatchUpBenchmark } from './audit-catch-up.js';
import { auditVisibilityBenchmark } from './audit-visibility.js';
import type { Benchmark } from './benchmark.js';
import { equalTimeBenchmark } from './equal-time.js';
import { idleMemoryBenchmark } from './idle-memory.js';
import { policyBenchmark } from './policy.js';
import { recordingCostBenchmark } from './recording-cost.js';
import { sessionCheckBenchmark } from './session-check.js';
import { signInBenchmark } from './sign-in.js';
import { signUpBenchmark } from './sign-up.js';
import { warmStartBenchmark } from './warm-start.js';

/** All of them, in the order in which they run: what needs no platform, while there is none, then those that start it anew. */
export const benchmarks: readonly Benchmark[] = [
  policyBenchmark,
  warmStartBenchmark,
  idleMemoryBenchmark,
  signInBenchmark,
  signUpBenchmark,
  sessionCheckBenchmark,
  recordingCostBenchmark,
  equalTimeBenchmark,
  auditVisibilityBenchmark,
  auditCatchUpBenchmark,
];
