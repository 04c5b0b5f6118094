import { describe, expect, it } from '@jest/globals';
import { type Delivery, type Failure, isSpent, nextTry, providerOf } from './delivery.js';

const now = new Date('2026-11-23T09:00:00.000Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const slow: Failure = { cause: 'slow_provider', isPermanent: false };
const refused: Failure = { cause: 'wrong_address', isPermanent: true };

const delivery = (attempts: number, validUntil: Date | null = null): Delivery => ({
  id: '019ab000-0000-7000-8000-000000000021',
  template: 'challenge-code',
  channel: 'email',
  language: 'ko',
  maskedTarget: 'k***@example.com',
  challengeId: null,
  accountNo: null,
  scope: '019ab000-0000-7000-8000-000000000010',
  correlationId: '019ab000-0000-7000-8000-000000000010',
  causationId: '019ab000-0000-7000-8000-000000000001',
  state: 'queued',
  cause: null,
  attempts,
  validUntil,
  createdAt: now,
});

/** Waits after each failed try, until it is given up. */
function waits(failure: Failure, providers: number): number[] {
  const all: number[] = [];
  for (let attempts = 1; ; attempts += 1) {
    const dueAt = nextTry(delivery(attempts), failure, providers, now);
    if (dueAt === null) return all;
    all.push(dueAt.getTime() - now.getTime());
  }
}

describe('a delivery', () => {
  it('uses its providers in turn', () => {
    expect([1, 2, 3, 4].map((attempts) => providerOf(delivery(attempts), ['a', 'b']))).toEqual(['a', 'b', 'a', 'b']);
  });

  it('that fails for now is tried after longer and longer waits', () => {
    expect(waits(slow, 1)).toEqual([2_000, 10_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000]);
  });

  it('goes to the next provider at once, and waits only when all have failed', () => {
    expect(waits(slow, 2).slice(0, 4)).toEqual([0, 2_000, 0, 10_000]);
  });

  it('that is refused for good is given up when every provider has refused it', () => {
    expect(waits(refused, 1)).toEqual([]);
    expect(waits(refused, 3)).toEqual([0, 0]);
  });

  it('is given up when it would come too late', () => {
    expect(nextTry(delivery(1, later(2_001)), slow, 1, now)).toEqual(later(2_000));
    expect(nextTry(delivery(1, later(2_000)), slow, 1, now)).toBeNull();
  });

  it('is spent when its time is over', () => {
    expect(isSpent(delivery(1, later(1)), 1, now)).toBe(false);
    expect(isSpent(delivery(1, now), 1, now)).toBe(true);
  });

  it('is spent when processes ended in each of its tries', () => {
    expect(isSpent(delivery(8), 1, now)).toBe(false);
    expect(isSpent(delivery(9), 1, now)).toBe(true);
    expect(isSpent(delivery(16), 2, now)).toBe(false);
  });
});
