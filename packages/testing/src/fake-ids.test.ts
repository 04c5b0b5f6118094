import { uuid } from '@genkan/contracts/primitives';
import { describe, expect, it } from '@jest/globals';
import { fakeIds } from './fake-ids.js';

describe('fakeIds', () => {
  it('gives the same values in the same order every time', () => {
    const draw = () => {
      const ids = fakeIds();
      return [ids.uuid(), ids.digits(6), ids.token(32), ids.uuid()];
    };
    expect(draw()).toEqual(draw());
    expect(new Set(draw()).size).toBe(4);
  });

  it('gives values of the right shape', () => {
    const ids = fakeIds();
    expect(uuid.safeParse(ids.uuid()).success).toBe(true);
    expect(ids.digits(12)).toMatch(/^\d{12}$/);
    expect(Buffer.from(ids.token(32), 'base64url')).toHaveLength(32);
  });
});
