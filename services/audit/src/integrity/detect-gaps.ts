import { PLATFORM_SCOPE } from '@genkan/contracts/activity';
import { gapDetected } from '@genkan/contracts/audit/activities';
import type { Ctx } from '@genkan/messaging/ctx';
import type { Transact } from '@genkan/messaging/transaction';
import type { Gap, GapRepository } from './gap-repository.js';

/** How long a number may be on its way before it counts as missing. */
const PATIENCE_MS = 60_000;

/**
 * Reports each gap once that has lasted longer than a minute while nothing of its topic is left to read. `lagOf` tells how
 * many messages of a source's topic audit has not read.
 */
export const createDetectGaps =
  (gaps: GapRepository, transact: Transact, lagOf: (source: string) => Promise<bigint>) =>
  async (ctx: Ctx): Promise<void> => {
    const now = ctx.clock.now();
    await gaps.refresh(now);
    const old = await gaps.unreported(new Date(now.getTime() - PATIENCE_MS));
    for (const gap of old) {
      if ((await lagOf(gap.source)) > 0n) continue;
      await transact(ctx, async (tx) => {
        if (!(await gaps.markReported(tx.manager, gap, now))) return;
        tx.emit(gapDetected, {
          scope: PLATFORM_SCOPE,
          resource: { id: gap.source.replaceAll('/', ':') },
          result: 'FAIL',
          facts: { source: gap.source, fromSequence: padded(gap.from), toSequence: padded(gap.to) },
        });
      });
    }
  };

const padded = (sequence: Gap['from']): string => sequence.toString().padStart(20, '0');
