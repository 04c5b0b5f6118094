import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readEmailAddress } from './email-address.js';

describe('readEmailAddress', () => {
  it.each([
    ['kim@example.com', 'kim@example.com', 'kim@example.com'],
    ['Kim.Lee+news@Example.CO.KR', 'Kim.Lee+news@example.co.kr', 'kim.lee+news@example.co.kr'],
    ["o'brien_1/x=y@sub.example.org", "o'brien_1/x=y@sub.example.org", "o'brien_1/x=y@sub.example.org"],
    ['kim@한국.한국', 'kim@xn--3e0b707e.xn--3e0b707e', 'kim@xn--3e0b707e.xn--3e0b707e'],
    ['kim@한국.한국'.normalize('NFD'), 'kim@xn--3e0b707e.xn--3e0b707e', 'kim@xn--3e0b707e.xn--3e0b707e'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('reads %s', (text, address, key) => {
    expect(readEmailAddress(text)).toEqual({ address, key });
  });

  it.each([
    ['kim\u0000@example.com', 'bad_character'],
    ['kim@example.com\r\nBcc: lee@example.com', 'bad_character'],
    [' kim@example.com', 'bad_character'],
    ['kim\u200b@example.com', 'bad_character'],
    ['kim\u202e@example.com', 'bad_character'],
    ['kim\ud800@example.com', 'bad_character'],
    ['kim\uff20example.com', 'look_alike_at'],
    ['kim\ufe6bexample.com', 'look_alike_at'],
    ['a@evil.com\uff20example.com', 'look_alike_at'],
    ['', 'bad_shape'],
    ['kim', 'bad_shape'],
    ['@example.com', 'bad_shape'],
    ['kim@', 'bad_shape'],
    ['kim@localhost', 'bad_shape'],
    ['kim@@example.com', 'bad_shape'],
    ['kim@lee@example.com', 'bad_shape'],
    ['kim..lee@example.com', 'bad_shape'],
    ['.kim@example.com', 'bad_shape'],
    ['"kim"@example.com', 'bad_shape'],
    ['kim<lee@example.com>', 'bad_shape'],
    ['kim,lee@example.com', 'bad_shape'],
    ['\u212aim@example.com', 'bad_shape'],
    ['김@example.com', 'bad_shape'],
    ['kim@-example.com', 'bad_shape'],
    ['kim@example..com', 'bad_shape'],
    ['kim@127.0.0.1', 'bad_shape'],
    ['kim@0x7f.1', 'bad_shape'],
    ['kim@[127.0.0.1]', 'bad_shape'],
    ['kim@exa%6dple.com', 'bad_shape'],
    [`kim@${'a'.repeat(64)}.com`, 'bad_shape'],
    [`${'a'.repeat(65)}@example.com`, 'too_long'],
    [`kim@${'abcdefgh.'.repeat(28)}com`, 'too_long'],
  ])('refuses %j as %s', (text, problem) => {
    expect(readEmailAddress(text)).toBe(problem);
  });

  it('gives one key to all spellings in upper and lower case, and the key reads as itself', () => {
    const address = fc.emailAddress();
    const spelling = fc.tuple(address, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 })).map(([text, upper]) => ({
      text,
      other: [...text].map((letter, at) => (upper[at % 8] ? letter.toUpperCase() : letter.toLowerCase())).join(''),
    }));
    fc.assert(
      fc.property(spelling, ({ text, other }) => {
        const [one, two] = [readEmailAddress(text), readEmailAddress(other)];
        if (typeof one === 'string' || typeof two === 'string') return expect(one).toBe(two);
        expect(two.key).toBe(one.key);
        expect(readEmailAddress(one.key)).toMatchObject({ key: one.key });
      }),
    );
  });

  it('never lets two keys meet that are not equal in ASCII letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (local) => {
        const read = readEmailAddress(`${local}@example.com`);
        if (typeof read !== 'string') expect(read.key).toMatch(/^[\u0021-\u007e]+$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
