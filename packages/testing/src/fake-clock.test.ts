import { describe, expect, it } from '@jest/globals';
import { fakeClock } from './fake-clock.js';

describe('fakeClock', () => {
  it('stands still until it is moved', () => {
    const clock = fakeClock('2026-12-31T23:59:59.000Z');
    expect(clock.now()).toEqual(clock.now());
    clock.advance(1_500);
    expect(clock.now().toISOString()).toBe('2027-01-01T00:00:00.500Z');
    clock.advance(-1_500);
    expect(clock.now().toISOString()).toBe('2026-12-31T23:59:59.000Z');
  });

  it('cannot be moved through a Date that it gave', () => {
    const clock = fakeClock();
    clock.now().setTime(0);
    expect(clock.now().toISOString()).toBe('2026-03-02T09:00:00.000Z');
  });
});
