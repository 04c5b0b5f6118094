import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, told } from '../figures/figure.js';
import { residentMb } from '../process-usage.js';
import type { Benchmark } from './benchmark.js';

const LIMIT_MB = 110;

export const idleMemoryBenchmark: Benchmark = {
  name: 'idle-memory',
  question: 'How much memory does a service take that has nothing to do?',
  async run(testbed) {
    // Anew, because what ran before left its garbage.
    await testbed.restart();
    await sleep(testbed.size(20_000, 0));
    const services = Object.entries(testbed.platform.description.services);
    const used = services.map(([name, { pid }]) => ({ name, mb: residentMb(pid) }));
    return {
      figures: [
        atMost('idle-memory', 'MB, the largest service', {
          measured: Math.max(...used.map(({ mb }) => mb)),
          limit: LIMIT_MB,
        }),
        ...used.map(({ name, mb }) => told(`idle-memory-${name}`, 'MB', mb)),
      ],
      notes: ['Resident memory of each process, 20 s after a start.'],
    };
  },
};
