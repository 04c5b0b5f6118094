import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { reissueProof } from '@genkan/contracts/verification/challenges';
import type { EntityManager } from 'typeorm';
import { type Challenge, subjectOf } from './challenge.js';
import type { ChallengeRepository } from './challenge-repository.js';

interface Dependencies {
  readonly manager: EntityManager;
  readonly challenges: ChallengeRepository;
}

export type ReissueProof = (ctx: Ctx, challengeId: string) => Promise<Challenge>;

/** A challenge that was passed, for a visitor who lost the proof of it. The new proof has the same `jti`, so it adds nothing. */
export function createReissueProof({ manager, challenges }: Dependencies): ReissueProof {
  return async (ctx, challengeId) => {
    const challenge = await challenges.find(manager, challengeId, subjectOf(ctx));
    if (challenge === null) throw new Refusal<CodeOf<typeof reissueProof>>('verification.challenge_not_found');
    if (challenge.state !== 'passed')
      throw new Refusal<CodeOf<typeof reissueProof>>('verification.challenge_not_passed');
    return challenge;
  };
}
