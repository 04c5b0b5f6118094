import type { AnswerOf } from '@genkan/contracts/endpoint';
import type { getChallenge } from '@genkan/contracts/verification/challenges';
import { type Delivery, helpWith } from '../deliveries/compose-deliveries.js';
import { type Challenge, guessesLeft, resendAt } from './challenge.js';

/** A challenge as it was at a moment. */
export interface ShownChallenge {
  readonly challenge: Challenge;
  readonly delivery: Pick<Delivery, 'state' | 'cause' | 'channel' | 'language'>;
  readonly now: Date;
}

/** A challenge as the draft that asked for it sees it. */
export function presentChallenge({ challenge, delivery, now }: ShownChallenge): AnswerOf<typeof getChallenge> {
  const { id, purpose, target, state, expiresAt } = challenge;
  return {
    challengeId: id,
    purpose,
    channel: target.channel,
    maskedTarget: target.masked,
    state: state === 'pending' && expiresAt <= now ? 'expired' : state,
    guessesLeft: guessesLeft(challenge),
    expiresAt: expiresAt.toISOString(),
    resendAt: resendAt(challenge).toISOString(),
    delivery: { state: delivery.state, cause: delivery.cause, help: helpWith(delivery) },
  };
}
