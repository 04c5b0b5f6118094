import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { Language } from '@genkan/contracts/primitives';
import type { resendChallenge } from '@genkan/contracts/verification/challenges';
import type { Channel, Target } from './target.js';

export const CODE_MS = 600_000;
export const RESEND_MS = 60_000;
export const MOST_GUESSES = 5;

export type Purpose = 'registration-email' | 'registration-phone';

/** What a challenge may be for fixes how its code is sent. */
export const channelOf: Readonly<Record<Purpose, Channel>> = {
  'registration-email': 'email',
  'registration-phone': 'phone',
};

/** A question whose answer only the owner of an address can know. */
export interface Challenge {
  readonly id: string;
  readonly version: number;
  /** The draft that asked; nobody else sees it. */
  readonly subject: string;
  readonly purpose: Purpose;
  readonly target: Target;
  readonly language: Language;
  readonly state: 'pending' | 'passed' | 'exhausted';
  /** HMAC of id and code. */
  readonly codeHash: Buffer;
  /** Guesses used, over all codes. */
  readonly attempts: number;
  readonly createdAt: Date;
  readonly codeSentAt: Date;
  readonly expiresAt: Date;
}

const codeTimes = (now: Date) => ({ codeSentAt: now, expiresAt: new Date(now.getTime() + CODE_MS) });

export function newChallenge(
  facts: Pick<Challenge, 'id' | 'subject' | 'purpose' | 'target' | 'language' | 'codeHash'>,
  now: Date,
): Challenge {
  return { ...facts, version: 1, state: 'pending', attempts: 0, createdAt: now, ...codeTimes(now) };
}

/**
 * A new code on the same challenge; guesses used stay used.
 *
 * @throws Refusal when the challenge is over, or the last code was sent a moment ago
 */
export function withNewCode(challenge: Challenge, codeHash: Buffer, now: Date): Challenge {
  if (!isOpen(challenge, now)) throw new Refusal<CodeOf<typeof resendChallenge>>('verification.challenge_over');
  const waitMs = resendAt(challenge).getTime() - now.getTime();
  if (waitMs > 0) {
    throw new Refusal<CodeOf<typeof resendChallenge>>('verification.resend_too_early', {
      retryAfterSeconds: Math.ceil(waitMs / 1_000),
    });
  }
  return { ...challenge, version: challenge.version + 1, codeHash, ...codeTimes(now) };
}

export const isOpen = ({ state, expiresAt }: Challenge, now: Date): boolean => state === 'pending' && now < expiresAt;

export const resendAt = ({ codeSentAt }: Challenge): Date => new Date(codeSentAt.getTime() + RESEND_MS);

export const guessesLeft = ({ attempts }: Challenge): number => MOST_GUESSES - attempts;

/** Who asks: the draft of the call, never of its body. */
export function subjectOf({ actor }: Ctx): string {
  if (actor.type !== 'draft' || actor.id === null) throw new Error('a challenge belongs to a draft');
  return actor.id;
}
