import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { Transact } from '@genkan/call/transaction';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { answerChallenge } from '@genkan/contracts/verification/challenges';
import type { OneTimeCodes } from '@genkan/credentials/one-time-code';
import type { EntityManager } from 'typeorm';
import type { Deliveries } from '../deliveries/compose-deliveries.js';
import { type Challenge, subjectOf } from './challenge.js';
import type { ChallengeRepository } from './challenge-repository.js';
import { emitFailed, emitPassed } from './events.js';

interface Dependencies {
  readonly transact: Transact;
  readonly manager: EntityManager;
  readonly challenges: ChallengeRepository;
  readonly deliveries: Pick<Deliveries, 'voidOf'>;
  readonly codes: OneTimeCodes;
}

export type AnswerChallenge = (ctx: Ctx, challengeId: string, code: string) => Promise<Challenge>;

/** Passes a challenge by its code. Each guess is counted, and the count committed, before it is looked at. */
export function createAnswerChallenge(parts: Dependencies): AnswerChallenge {
  const { transact, manager, challenges, deliveries, codes } = parts;
  return async (ctx, challengeId, code) => {
    const subject = subjectOf(ctx);
    const found = () => challenges.find(manager, challengeId, subject);
    if ((await found()) === null) throw new Refusal<CodeOf<typeof answerChallenge>>('verification.challenge_not_found');
    const guess = await challenges.takeGuess(manager, challengeId, ctx.clock.now());
    const challenge = await found();
    if (guess === null || challenge === null)
      throw new Refusal<CodeOf<typeof answerChallenge>>('verification.challenge_over');
    if (codes.matches(challenge.codeHash, challengeId, code)) return pass(ctx, challenge);
    await fail(ctx, challenge, guess);
    throw new Refusal<CodeOf<typeof answerChallenge>>('verification.code_wrong');
  };

  function pass(ctx: Ctx, { id, subject, codeHash }: Challenge): Promise<Challenge> {
    return transact(ctx, async (tx) => {
      if (!(await challenges.pass(tx.manager, id, codeHash)))
        throw new Refusal<CodeOf<typeof answerChallenge>>('verification.challenge_over');
      const passed = await challenges.lock(tx.manager, id, subject);
      if (passed === null) throw new Error('a challenge that passes exists');
      await deliveries.voidOf(tx.manager, id);
      emitPassed(tx, passed);
      return passed;
    });
  }

  function fail(ctx: Ctx, { id, subject }: Challenge, guess: number): Promise<void> {
    return transact(ctx, async (tx) => {
      await challenges.fail(tx.manager, id, guess);
      const failed = await challenges.lock(tx.manager, id, subject);
      if (failed === null) throw new Error('a challenge that fails exists');
      if (failed.state === 'exhausted') await deliveries.voidOf(tx.manager, id);
      emitFailed(tx, failed);
    });
  }
}
