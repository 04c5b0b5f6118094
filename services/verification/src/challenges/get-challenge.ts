import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { getChallenge } from '@genkan/contracts/verification/challenges';
import type { EntityManager } from 'typeorm';
import type { Deliveries } from '../deliveries/compose-deliveries.js';
import { subjectOf } from './challenge.js';
import type { ChallengeRepository } from './challenge-repository.js';
import type { ShownChallenge } from './present-challenge.js';

interface Dependencies {
  readonly manager: EntityManager;
  readonly challenges: ChallengeRepository;
  readonly deliveries: Pick<Deliveries, 'latestOf'>;
}

export type GetChallenge = (ctx: Ctx, challengeId: string) => Promise<ShownChallenge>;

/** The caller's own challenge, with the delivery state of its newest code. */
export function createGetChallenge({ manager, challenges, deliveries }: Dependencies): GetChallenge {
  return async (ctx, challengeId) => {
    const challenge = await challenges.find(manager, challengeId, subjectOf(ctx));
    if (challenge === null) throw new Refusal<CodeOf<typeof getChallenge>>('verification.challenge_not_found');
    return { challenge, delivery: await deliveries.latestOf(manager, challengeId), now: ctx.clock.now() };
  };
}
