import { describe, expect, it } from '@jest/globals';
import { type Challenge, guessesLeft, isOpen, newChallenge, resendAt, withNewCode } from './challenge.js';

const start = new Date('2026-11-23T09:00:00.000Z');
const after = (ms: number) => new Date(start.getTime() + ms);
const hash = (fill: number) => Buffer.alloc(32, fill);

const challenge = newChallenge(
  {
    id: '019ab000-0000-7000-8000-000000000011',
    subject: '019ab000-0000-7000-8000-000000000010',
    purpose: 'registration-email',
    target: { channel: 'email', address: 'kim@example.com', key: 'kim@example.com', masked: 'k***@example.com' },
    language: 'ko',
    codeHash: hash(1),
  },
  start,
);

const refusalOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('a challenge', () => {
  it('is open for ten minutes', () => {
    expect(isOpen(challenge, after(599_999))).toBe(true);
    expect(isOpen(challenge, after(600_000))).toBe(false);
  });

  it.each(['passed', 'exhausted'] as const)('is not open when %s', (state) => {
    expect(isOpen({ ...challenge, state }, start)).toBe(false);
  });

  it('offers a new code after a minute', () => {
    expect(resendAt(challenge)).toEqual(after(60_000));
  });
});

describe('a new code', () => {
  it('is refused for a minute, with the seconds left', () => {
    expect(refusalOf(() => withNewCode(challenge, hash(2), after(59_001)))).toMatchObject({
      code: 'verification.resend_too_early',
      retryAfterSeconds: 1,
    });
  });

  it('has ten minutes of its own, but no new guesses', () => {
    const used: Challenge = { ...challenge, attempts: 3 };
    const renewed = withNewCode(used, hash(2), after(60_000));
    expect(renewed).toMatchObject({ version: 2, codeHash: hash(2), attempts: 3, expiresAt: after(660_000) });
    expect(guessesLeft(renewed)).toBe(2);
  });

  it.each([
    ['passed', { state: 'passed' }, after(61_000)],
    ['exhausted', { state: 'exhausted' }, after(61_000)],
    ['expired', {}, after(600_000)],
  ] as const)('is refused when the challenge is %s', (_, change, now) => {
    const refusal = refusalOf(() => withNewCode({ ...challenge, ...change }, hash(2), now));
    expect(refusal).toMatchObject({ code: 'verification.challenge_over' });
  });
});
