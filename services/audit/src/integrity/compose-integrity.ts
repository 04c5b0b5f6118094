import { systemCtx } from '@genkan/call/system-ctx';
import { topicOf } from '@genkan/contracts/event';
import type { Capability } from '@genkan/service-kit/capability';
import type { Frame } from '@genkan/service-kit/frame';
import { group } from '../subscriptions.js';
import { createDetectGaps } from './detect-gaps.js';
import { mysqlGapRepository } from './gap-repository.js';

const GAP_CHECK_MS = 10_000;

type Dependencies = Pick<Frame, 'bus' | 'dataSource' | 'transact' | 'clock' | 'ids' | 'logger'>;

/** The capability `integrity`: says what is missing. */
export function composeIntegrity(frame: Dependencies): Capability {
  const detectGaps = createDetectGaps({
    ...frame,
    gaps: mysqlGapRepository(frame.dataSource),
    lagOf: (source) => frame.bus.lag(group, topicOfSource(source)),
  });
  return { jobs: [{ name: 'detect-gaps', everyMs: GAP_CHECK_MS, run: () => detectGaps(systemCtx(frame)) }] };
}

/** `/services/identity` publishes on `genkan.identity.v1`. */
const topicOfSource = (source: string): string => topicOf(source.split('/').at(-1) ?? source);
