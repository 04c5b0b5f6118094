import { describe, expect, it } from '@jest/globals';
import { systemIds } from './ids.js';

describe('systemIds', () => {
  it('makes UUIDv7s that sort in the order they were made', () => {
    const made = Array.from({ length: 2_000 }, () => systemIds.uuid());
    expect(made.every((id) => /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id))).toBe(true);
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('makes uniform digits and keeps leading zeros', () => {
    const made = Array.from({ length: 5_000 }, () => systemIds.digits(6));
    expect(made.every((digits) => /^\d{6}$/.test(digits))).toBe(true);
    const counts = new Map<string, number>();
    for (const digit of made.join('')) counts.set(digit, (counts.get(digit) ?? 0) + 1);
    // 30,000 digits: 3,000 of each, standard deviation 52; eight of them never happen by chance.
    for (const count of counts.values()) expect(Math.abs(count - 3_000)).toBeLessThan(420);
    expect(counts.size).toBe(10);
  });

  it('makes tokens of the asked number of bytes', () => {
    expect(systemIds.token(32)).toMatch(/^[\w-]{43}$/);
    expect(Buffer.from(systemIds.token(16), 'base64url')).toHaveLength(16);
    expect(systemIds.token(32)).not.toBe(systemIds.token(32));
  });
});
