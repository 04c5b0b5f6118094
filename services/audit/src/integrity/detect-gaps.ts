import type { Ctx } from '@genkan/call/ctx';
import type { Transact } from '@genkan/call/transaction';
import { PLATFORM_SCOPE } from '@genkan/contracts/activity';
import { gapDetected } from '@genkan/contracts/audit/activities';
import type { Logger } from '@genkan/observability/logger';
import { tryEach } from '@genkan/persistence/try-each';
import type { Gap, GapRepository } from './gap-repository.js';

/** How long a number may be on its way before it counts as missing. */
const MISSING_AFTER_MS = 60_000;

interface Dependencies {
  readonly gaps: GapRepository;
  readonly transact: Transact;
  /** How many messages of a source's topic audit has not read. */
  readonly lagOf: (source: string) => Promise<bigint>;
  readonly logger: Logger;
}

/**
 * Reports a gap once, when it has lasted longer than a minute and its topic has nothing left to read. A source whose topic cannot be
 * asked holds back no other: it fails the run at its end.
 */
export function createDetectGaps({ gaps, transact, lagOf, logger }: Dependencies) {
  return async (ctx: Ctx): Promise<void> => {
    const now = ctx.clock.now();
    await gaps.refresh(now);
    const old = await gaps.unreported(new Date(now.getTime() - MISSING_AFTER_MS));
    const sources = [...new Set(old.map(({ source }) => source))];
    const failed = await tryEach(
      sources,
      async (source) => {
        if ((await lagOf(source)) > 0n) return;
        for (const gap of old.filter((one) => one.source === source)) await report(ctx, gap, now);
      },
      { logger },
    );
    if (failed > 0) throw new Error(`gaps of ${failed} of ${sources.length} sources could not be reported`);
  };

  function report(ctx: Ctx, gap: Gap, now: Date): Promise<void> {
    return transact(ctx, async (tx) => {
      if (!(await gaps.markReported(tx.manager, gap, now))) return;
      tx.emit(gapDetected, {
        scope: PLATFORM_SCOPE,
        resource: { id: gap.source.replaceAll('/', ':') },
        result: 'FAIL',
        facts: { source: gap.source, fromSequence: padded(gap.from), toSequence: padded(gap.to) },
      });
    });
  }
}

const padded = (sequence: Gap['from']): string => sequence.toString().padStart(20, '0');
