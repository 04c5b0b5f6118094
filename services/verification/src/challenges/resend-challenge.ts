import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { Transact } from '@genkan/call/transaction';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { resendChallenge } from '@genkan/contracts/verification/challenges';
import type { OneTimeCodes } from '@genkan/credentials/one-time-code';
import type { EntityManager } from 'typeorm';
import { subjectOf, withNewCode } from './challenge.js';
import type { ChallengeRepository } from './challenge-repository.js';
import type { ShownChallenge } from './present-challenge.js';
import { drawCode, type SendCode } from './send-code.js';

interface Dependencies {
  readonly transact: Transact;
  readonly manager: EntityManager;
  readonly challenges: ChallengeRepository;
  readonly sendCode: SendCode;
  readonly codes: OneTimeCodes;
}

export type ResendChallenge = (ctx: Ctx, challengeId: string) => Promise<ShownChallenge>;

/** Sends a new code on the same challenge; the one before is void. */
export function createResendChallenge(parts: Dependencies): ResendChallenge {
  const { transact, manager, challenges, sendCode, codes } = parts;
  return async (ctx, challengeId) => {
    const now = ctx.clock.now();
    const subject = subjectOf(ctx);
    const found = await challenges.find(manager, challengeId, subject);
    if (found === null) throw new Refusal<CodeOf<typeof resendChallenge>>('verification.challenge_not_found');
    const { code, codeHash } = drawCode(codes, challengeId);
    withNewCode(found, codeHash, now);
    await sendCode.prepare(ctx, found.target);
    return transact(ctx, async (tx) => {
      // Budgets are locked before challenges, here as in a first request; so the challenge is looked at again behind them.
      await sendCode.charge(tx, ctx, found.target);
      const current = await challenges.lock(tx.manager, challengeId, subject);
      const challenge = withNewCode(current ?? found, codeHash, now);
      await challenges.saveCode(tx.manager, challenge);
      return { challenge, delivery: await sendCode.send(tx, ctx, challenge, code), now };
    });
  };
}
