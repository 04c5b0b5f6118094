import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createDeviceTokens } from './device-token.js';

const [key, mine, theirs] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const tokens = createDeviceTokens(key);
const id = randomUUID();
const token = tokens.issue(undefined, id, mine);
const logins = Array.from({ length: 6 }, () => ({ deviceId: randomUUID(), index: randomBytes(32) }));
/** The token of a browser after full sign-ins to these login ids, one after the other. */
const after = (signIns: typeof logins): string | undefined =>
  signIns.reduce<string | undefined>(
    (carried, { deviceId, index }) => tokens.issue(carried, deviceId, index),
    undefined,
  );
const known = (carried: string | undefined) => logins.map(({ index }) => tokens.read(carried, index));

describe('a device token', () => {
  it('names its device to the login id that it was issued to', () => {
    expect(tokens.read(token, mine)).toBe(id);
  });

  it('names a device of its own to each of five login ids', () => {
    expect(known(after(logins.slice(0, 5)))).toEqual([...logins.slice(0, 5).map(({ deviceId }) => deviceId), null]);
  });

  it('forgets the login id that signed in longest ago for a sixth', () => {
    const [first, second, ...others] = logins;
    if (!first || !second) throw new Error('there are six');
    const again = [first, second, first, ...others];
    expect(known(after(again))).toEqual([first.deviceId, null, ...others.map(({ deviceId }) => deviceId)]);
  });

  it('does not grow when two take turns', () => {
    const two = logins.slice(0, 2);
    expect(after([...two, ...two, ...two])).toBe(after(two));
  });

  it('is no longer than a cookie at the gateway may be', () => {
    expect(after(logins)).toMatch(/^[\w.-]{22,300}$/);
  });

  it('carries nothing on that has not its form', () => {
    for (const carried of ['', 'x', `${token}.x`, `${token}.`, Array(6).fill(token).join('.')]) {
      expect(tokens.issue(carried, id, mine)).toBe(token);
    }
  });

  it.each([
    ['of another login id', tokens.issue(undefined, id, theirs)],
    ['of another key', createDeviceTokens(randomBytes(32)).issue(undefined, id, mine)],
    ['with another device', token.replace(id, randomUUID())],
    ['that is cut', token.slice(0, -1)],
    ['that is cut behind another', `${token}.${token.slice(0, -1)}`],
    ['with the proof of another login id', token.slice(0, 36) + tokens.issue(undefined, id, theirs).slice(36)],
    ['that is longer than any of ours', Array(6).fill(token).join('.')],
    ['that is empty', ''],
    ['that is missing', undefined],
  ])('%s is worth nothing', (_, forged) => {
    expect(tokens.read(forged, mine)).toBeNull();
  });
});
