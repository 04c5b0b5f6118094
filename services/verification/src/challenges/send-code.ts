import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { Tx } from '@genkan/call/transaction';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { requestChallenge } from '@genkan/contracts/verification/challenges';
import type { OneTimeCodes } from '@genkan/credentials/one-time-code';
import type { Deliveries } from '../deliveries/compose-deliveries.js';
import { budgetsFor } from './budget.js';
import type { BudgetRepository } from './budget-repository.js';
import type { Challenge } from './challenge.js';
import { emitRequested } from './events.js';
import type { Target } from './target.js';

interface Dependencies {
  readonly budgets: BudgetRepository;
  readonly deliveries: Pick<Deliveries, 'enqueue' | 'voidOf'>;
}

export type SendCode = ReturnType<typeof createSendCode>;

/** What a first code and a re-send have in common. */
export function createSendCode({ budgets, deliveries }: Dependencies) {
  return {
    /** To be called before the transaction that charges. */
    prepare: (ctx: Ctx, target: Target) => budgets.prepare(budgetsFor(target, ctx.sourceIp), ctx.clock.now()),

    /** @throws Refusal when too many codes were asked for; the transaction must end with it */
    async charge(tx: Tx, ctx: Ctx, target: Target): Promise<void> {
      const now = ctx.clock.now();
      const opensAt = await budgets.spend(tx.manager, budgetsFor(target, ctx.sourceIp), now);
      if (opensAt === null) return;
      const retryAfterSeconds = Math.ceil((opensAt.getTime() - now.getTime()) / 1_000);
      throw new Refusal<CodeOf<typeof requestChallenge>>('verification.budget_exhausted', { retryAfterSeconds });
    },

    /** Tells of the code and queues it; the code before it is not sent any more. */
    async send(tx: Tx, ctx: Ctx, challenge: Challenge, code: string) {
      const { id, subject, target, language, expiresAt } = challenge;
      const causationId = emitRequested(tx, challenge);
      await deliveries.voidOf(tx.manager, id);
      return deliveries.enqueue(tx.manager, {
        content: { template: 'challenge-code', values: { code } },
        to: { channel: target.channel, address: target.address },
        language,
        challengeId: id,
        accountNo: null,
        scope: subject,
        correlationId: ctx.correlationId,
        causationId,
        validUntil: expiresAt,
        now: ctx.clock.now(),
      });
    },
  };
}

/** A code for a challenge, with what is stored of it. */
export function drawCode(codes: OneTimeCodes, challengeId: string) {
  const code = codes.draw();
  return { code, codeHash: codes.hash(challengeId, code) };
}
