import { atMost, told } from '../figures/figure.js';
import { measureCompileCosts } from '../policy/compile-cost.js';
import { measureGrowth } from '../policy/growth.js';
import { timeHostileEvaluation } from '../policy/hostile-evaluation.js';
import { measureParsing } from '../policy/parse-time.js';
import { compileFigures, speedFigures } from '../policy/policy-figures.js';
import { measureSpeed } from '../policy/speed.js';
import type { Benchmark } from './benchmark.js';

const PARSE_LIMIT_MS = 50;
/** Ten times the statements in less than ten times the time. */
const GROWTH_LIMIT = 10;
/** The most policies that one principal can have. */
const MOST_POLICIES = 110;
/** Different requests of each outcome; fewer of 10,000 statements, since each is also decided by all engines before the clock starts. */
const [CALLS, CALLS_OF_MANY] = [200, 60];

export const policyBenchmark: Benchmark = {
  name: 'policy',
  question: 'How fast is a decision by policies, beside casbin and Cedar?',
  needsNoPlatform: true,
  async run(testbed) {
    const parsing = measureParsing(testbed.size(20_000, 200));
    const costs = measureCompileCosts(testbed.size(100, 3));
    const cells = await measureSpeed(
      {
        sizes: testbed
          .size([10, 100, 1_000, 10_000], [10, 100, 1_000])
          .map((statements) => ({ statements, calls: testbed.size(statements < 10_000 ? CALLS : CALLS_OF_MANY, 5) })),
        rounds: testbed.size(7, 1),
        sliceMs: testbed.size(60, 4),
      },
      testbed.signal,
    );
    const growth = await measureGrowth({ rounds: testbed.size(7, 1), sliceMs: testbed.size(60, 4) });
    const [byOne] = timeHostileEvaluation(1, testbed.size(200, 2));
    const [byMost] = timeHostileEvaluation(testbed.size(MOST_POLICIES, 3), testbed.size(15, 2));
    if (!byOne || !byMost) throw new Error('nobody is hostile');
    return {
      figures: [
        ...speedFigures(cells),
        ...compileFigures(costs),
        atMost('policy-growth-literal', 'times the time for ten times 1,000 statements', {
          measured: growth,
          limit: GROWTH_LIMIT,
        }),
        atMost('policy-parse-longest', 'ms of CPU', { measured: parsing.longestMs, limit: PARSE_LIMIT_MS }),
        told('policy-parse', 'ms of CPU for 1,000 statements', parsing.usualMs),
        told('policy-hostile-one', 'µs of CPU a decision by one policy of 32 KiB', byOne.us),
        told('policy-hostile-most', `ms of CPU a decision by ${MOST_POLICIES} policies of 32 KiB`, byMost.us / 1_000),
      ],
      notes: [
        'One thread; the engines take turns in slices; each decided every request as it should before its time was taken.',
        `The longest of ${parsing.inputs} parses was of: ${parsing.longestName}. The slowest policies were: ${byOne.name} (one), ${byMost.name} (${MOST_POLICIES}).`,
      ],
    };
  },
};
