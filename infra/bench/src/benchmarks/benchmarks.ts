import { auditCatchUpBenchmark } from './audit-catch-up.js';
import { auditVisibilityBenchmark } from './audit-visibility.js';
import type { Benchmark } from './benchmark.js';
import { equalTimeBenchmark } from './equal-time.js';
import { idleMemoryBenchmark } from './idle-memory.js';
import { recordingCostBenchmark } from './recording-cost.js';
import { sessionCheckBenchmark } from './session-check.js';
import { signInBenchmark } from './sign-in.js';
import { signUpBenchmark } from './sign-up.js';
import { warmStartBenchmark } from './warm-start.js';

/** All of them, in the order in which they run: those that start the platform anew come first. */
export const benchmarks: readonly Benchmark[] = [
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
