import type { Ctx } from '@genkan/messaging/ctx';
import type { EntityManager } from 'typeorm';
import type { Deliveries } from '../deliveries/deliveries.js';
import { Refusal } from '../refusal.js';
import { subjectOf } from './challenge.js';
import type { ChallengeRepository } from './challenge-repository.js';
import type { ShownChallenge } from './present-challenge.js';

interface Dependencies {
  readonly manager: EntityManager;
  readonly challenges: ChallengeRepository;
  readonly deliveries: Pick<Deliveries, 'latestOf'>;
}

export type GetChallenge = (ctx: Ctx, challengeId: string) => Promise<ShownChallenge>;

/** One's own challenge, with how its newest code fares. */
export function createGetChallenge({ manager, challenges, deliveries }: Dependencies): GetChallenge {
  return async (ctx, challengeId) => {
    const challenge = await challenges.find(manager, challengeId, subjectOf(ctx));
    if (challenge === null) throw new Refusal('verification.challenge_not_found');
    return { challenge, delivery: await deliveries.latestOf(manager, challengeId), now: ctx.clock.now() };
  };
}
