import { describe, expect, it } from '@jest/globals';
import { readTarget } from './target.js';

describe('an e-mail address', () => {
  it('is kept as written, and found in any spelling of its mailbox', () => {
    expect(readTarget('email', 'Kim.Lee@Example.COM')).toEqual({
      channel: 'email',
      address: 'Kim.Lee@example.com',
      key: 'kim.lee@example.com',
      masked: 'K***@example.com',
    });
  });

  it.each([
    ['kim', 'bad_shape'],
    ['kim@example.com\r\nBcc: thief@example.com', 'bad_character'],
    ['kim@example.com, thief@example.com', 'bad_character'],
    ['kim@example.com,thief@example.com', 'bad_shape'],
    ['"kim" <kim@example.com>', 'bad_character'],
    ['kim＠example.com', 'look_alike_at'],
    [' kim@example.com', 'bad_character'],
    [`${'k'.repeat(65)}@example.com`, 'too_long'],
  ])('is not %j (%s)', (text, code) => {
    expect(() => readTarget('email', text)).toThrow(
      expect.objectContaining({
        code: 'verification.target_invalid',
        fieldErrors: [expect.objectContaining({ field: 'body.target', code })],
      }),
    );
  });
});

describe('a phone number', () => {
  it.each([
    ['+821012345678', undefined],
    ['+82 10-1234-5678', undefined],
    ['+82 (0)10 1234 5678', undefined],
    ['010-1234-5678', 'KR'],
    ['０１０１２３４５６７８', 'KR'],
  ])('written %s is the same mobile', (text, country) => {
    const { address, key, masked } = readTarget('phone', text, country);
    expect([address, key, masked]).toEqual(['+821012345678', '+821012345678', '+82 ***5678']);
  });

  it.each([
    ['of the United States, whose kinds cannot be told apart', '+12025550123'],
    ['of Japan', '+819012345678'],
    ['of China', '+8613812345678'],
  ])('%s is accepted', (_, text) => {
    expect(readTarget('phone', text).address).toBe(text);
  });

  it.each([
    ['a landline', '+82212345678', undefined, 'not_mobile'],
    ['a number for businesses', '+821588123456', undefined, 'not_mobile'],
    ['a national number without a country', '010-1234-5678', undefined, 'bad_number'],
    ['of a country that does not exist', '010-1234-5678', 'XX', 'bad_number'],
    ['with an extension', '+82 10-1234-5678 ext. 5', undefined, 'bad_number'],
    ['too short', '+8210123', undefined, 'bad_number'],
    ['words', 'call me at +821012345678', undefined, 'bad_number'],
    ['an e-mail address', 'kim@example.com', 'KR', 'bad_number'],
  ])('is not %s', (_, text, country, code) => {
    expect(() => readTarget('phone', text, country)).toThrow(
      expect.objectContaining({ fieldErrors: [expect.objectContaining({ code })] }),
    );
  });
});
