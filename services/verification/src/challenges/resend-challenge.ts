import type { OneTimeCodes } from '@genkan/credentials/one-time-code';
import type { Ctx } from '@genkan/messaging/ctx';
import type { Transact } from '@genkan/messaging/transaction';
import { Refusal } from '../refusal.js';
import { subjectOf, withNewCode } from './challenge.js';
import type { ChallengeRepository } from './challenge-repository.js';
import type { ShownChallenge } from './present-challenge.js';
import { drawCode, type SendCode } from './send-code.js';

interface Dependencies {
  readonly transact: Transact;
  readonly challenges: ChallengeRepository;
  readonly sendCode: SendCode;
  readonly codes: OneTimeCodes;
}

export type ResendChallenge = (ctx: Ctx, challengeId: string) => Promise<ShownChallenge>;

/** Sends a new code on the same challenge; the one before is void. */
export function createResendChallenge({ transact, challenges, sendCode, codes }: Dependencies): ResendChallenge {
  return (ctx, challengeId) => {
    const now = ctx.clock.now();
    return transact(ctx, async (tx) => {
      const current = await challenges.lock(tx.manager, challengeId, subjectOf(ctx));
      if (current === null) throw new Refusal('verification.challenge_not_found');
      const { code, codeHash } = drawCode(codes, challengeId);
      const challenge = withNewCode(current, codeHash, now);
      await sendCode.charge(tx, ctx, challenge.target);
      await challenges.saveCode(tx.manager, challenge);
      return { challenge, delivery: await sendCode.send(tx, ctx, challenge, code), now };
    });
  };
}
