import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createDeviceTokens } from './device-token.js';

const [key, mine, theirs] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const tokens = createDeviceTokens(key);
const id = randomUUID();

describe('a device token', () => {
  it('names its device to the login id that it was issued to', () => {
    expect(tokens.read(tokens.issue(id, mine), mine)).toBe(id);
  });

  it.each([
    ['of another login id', tokens.issue(id, theirs)],
    ['of another key', createDeviceTokens(randomBytes(32)).issue(id, mine)],
    ['with another device', tokens.issue(id, mine).replace(id, randomUUID())],
    ['that is cut', tokens.issue(id, mine).slice(0, -1)],
    ['that is empty', ''],
    ['that is missing', undefined],
  ])('%s is worth nothing', (_, token) => {
    expect(tokens.read(token, mine)).toBeNull();
  });
});
