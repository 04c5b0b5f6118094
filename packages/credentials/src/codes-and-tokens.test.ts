import { createHash, randomBytes, randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBlindIndex } from './blind-index.js';
import { equalInConstantTime } from './constant-time.js';
import { createOneTimeCodes } from './one-time-code.js';
import { drawToken, hashToken, tokenDigest } from './opaque-token.js';

const ids = {
  digits: (count: number) => Array.from({ length: count }, () => randomInt(10)).join(''),
  token: (bytes: number) => randomBytes(bytes).toString('base64url'),
};

describe('one-time codes', () => {
  const codes = createOneTimeCodes(randomBytes(32), ids);

  it('match for their challenge only, as they were typed on any keyboard', () => {
    const code = codes.draw();
    expect(code).toMatch(/^\d{6}$/);
    const stored = codes.hash('challenge-1', code);
    const wide = code.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
    for (const typed of [
      code,
      ` ${code} `,
      `${code.slice(0, 3)} ${code.slice(3)}`,
      `${code.slice(0, 3)}-${code.slice(3)}`,
      wide,
    ]) {
      expect(codes.matches(stored, 'challenge-1', typed)).toBe(true);
    }
    expect(codes.matches(stored, 'challenge-2', code)).toBe(false);
    for (const typed of ['', '0', `${code}0`, code.slice(1), String((Number(code) + 1) % 1e6).padStart(6, '0')]) {
      expect(codes.matches(stored, 'challenge-1', typed)).toBe(false);
    }
  });

  it('have another hash under another pepper, and are no plain hash', () => {
    const other = createOneTimeCodes(randomBytes(32), ids);
    expect(other.matches(codes.hash('c', '123456'), 'c', '123456')).toBe(false);
    expect(codes.hash('c', '123456')).toHaveLength(32);
    expect(codes.hash('c', '123456').equals(createHash('sha256').update('c123456').digest())).toBe(false);
    expect(() => createOneTimeCodes(randomBytes(31), ids)).toThrow(RangeError);
  });
});

describe('opaque tokens', () => {
  it('are 256 bits of which only the hash is kept', () => {
    const token = drawToken(ids);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(hashToken(token)).toBe(createHash('sha256').update(token).digest('hex'));
    expect(tokenDigest(token).toString('hex')).toBe(hashToken(token));
  });
});

describe('a blind index', () => {
  it('is equal for equal kind, value and key alone', () => {
    const key = randomBytes(32);
    const [one, same, other] = [createBlindIndex(key), createBlindIndex(key), createBlindIndex(randomBytes(32))];
    const pair = fc.tuple(fc.string(), fc.string());
    fc.assert(
      fc.property(pair, pair, ([kind, value], [kind2, value2]) => {
        expect(one(kind, value)).toEqual(same(kind, value));
        expect(one(kind, value).equals(other(kind, value))).toBe(false);
        expect(one(kind, value).equals(one(kind2, value2))).toBe(kind === kind2 && value === value2);
      }),
    );
    expect(one('a', 'bc').equals(one('ab', 'c'))).toBe(false);
    expect(one('a', 'b')).toHaveLength(32);
    expect(() => createBlindIndex(randomBytes(16))).toThrow(RangeError);
  });
});

describe('equalInConstantTime', () => {
  it('compares values of any length', () => {
    expect(equalInConstantTime('same', Buffer.from('same'))).toBe(true);
    expect(equalInConstantTime('same', 'samf')).toBe(false);
    expect(equalInConstantTime('same', 'sam')).toBe(false);
    expect(equalInConstantTime('', '')).toBe(true);
  });
});
