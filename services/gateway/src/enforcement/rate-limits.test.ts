import { describe, expect, it } from '@jest/globals';
import { createRateLimits } from './rate-limits.js';

const limit = { perAddress: 2, perPrincipal: 2 };

describe('rate limits', () => {
  it('give all clients beyond a number one window together, and leave those before theirs', async () => {
    const limits = createRateLimits({ normal: limit, sensitive: limit }, 2);
    const take = async (address: string) => (await limits.takeForAddress('normal', address)).remaining;
    expect([await take('10.0.0.1'), await take('10.0.0.2')]).toEqual([1, 1]);
    expect([await take('10.0.0.3'), await take('10.0.0.4')]).toEqual([1, 0]);
    const over = await limits.takeForAddress('normal', '10.0.0.5');
    expect(over.exceededKey).toBe('normal-address:all others');
    expect([await take('10.0.0.1'), await take('10.0.0.2')]).toEqual([0, 0]);
  });
});
