import type { Tx } from '@genkan/call/transaction';
import { challengeFailed, challengePassed, challengeRequested } from '@genkan/contracts/verification/challenges';
import { type Challenge, guessesLeft } from './challenge.js';

type Emitter = Pick<Tx, 'emit'>;

/** The whole non-personal state, told in the log of the draft. */
function emissionOf(challenge: Challenge) {
  const { id, version, purpose, subject, target, state } = challenge;
  return {
    scope: subject,
    resource: { id, name: target.masked },
    facts: {
      version,
      challengeId: id,
      purpose,
      channel: target.channel,
      subject,
      maskedTarget: target.masked,
      state,
      guessesLeft: guessesLeft(challenge),
      expiresAt: challenge.expiresAt.toISOString(),
    },
  };
}

/** Returns the id of the event. */
export function emitRequested(tx: Emitter, challenge: Challenge): string {
  const { purpose, target, language } = challenge;
  return tx.emit(challengeRequested, {
    ...emissionOf(challenge),
    request: { purpose, target: target.masked, language },
  });
}

export function emitPassed(tx: Emitter, challenge: Challenge): void {
  tx.emit(challengePassed, emissionOf(challenge));
}

export function emitFailed(tx: Emitter, challenge: Challenge): void {
  tx.emit(challengeFailed, { ...emissionOf(challenge), result: 'FAIL', errorCode: 'verification.code_wrong' });
}
