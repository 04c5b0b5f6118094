import { describe, expect, it } from '@jest/globals';
import { isRunning, startSession, timeOutOf, touch } from './session.js';

const start = new Date('2026-11-23T09:00:00.000Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const session = startSession(
  {
    id: 's',
    principal: { type: 'main', id: 'm', accountNo: '204718330962', maskedLoginId: 'k***@example.com' },
    stage: 'full',
    deviceId: null,
    sourceIp: '203.0.113.7',
    userAgent: '',
  },
  start,
);

describe('a session', () => {
  it('runs for 30 minutes without use, and not a moment longer', () => {
    expect(isRunning(session, after(29.999))).toBe(true);
    expect(isRunning(session, after(30))).toBe(false);
    expect(timeOutOf(session, after(30))).toBe('idle');
  });

  it('runs on when it is used', () => {
    expect(isRunning(touch(session, after(20)), after(49))).toBe(true);
  });

  it('ends after 12 hours however much it is used', () => {
    let used = session;
    for (let minutes = 20; minutes < 12 * 60; minutes += 20) used = touch(used, after(minutes));
    expect(isRunning(used, after(12 * 60 - 1))).toBe(true);
    expect(isRunning(used, after(12 * 60))).toBe(false);
    expect(timeOutOf(used, after(12 * 60))).toBe('absolute');
  });

  it('ends up to a minute early, but never late: use is not noted within a minute of the last note', () => {
    for (const lastUse of [0, 0.5, 0.999, 1]) {
      const used = touch(session, after(lastUse));
      expect(isRunning(used, after(lastUse + 28.999))).toBe(true);
      expect(isRunning(used, after(lastUse + 30))).toBe(false);
    }
    expect(isRunning(touch(session, after(0.999)), after(30))).toBe(false);
  });

  it('notes its use once a minute', () => {
    expect(touch(session, after(0.9))).toBe(session);
    expect(touch(session, after(1)).lastActiveAt).toEqual(after(1));
  });
});
