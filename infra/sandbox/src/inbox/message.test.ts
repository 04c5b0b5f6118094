import { describe, expect, it } from '@jest/globals';
import { codeIn } from './message.js';

describe('the code in a text', () => {
  it.each([
    ['Your code is 048213.', '048213'],
    ['인증번호는 048213입니다', '048213'],
    ['認証コード:048213', '048213'],
    ['048213\n\nIt is valid for 10 minutes.', '048213'],
    ['Account 123456789012, code 048213', '048213'],
    ['[Genkan] 048213, valid for 10 minutes', '048213'],
  ])('is found in %j', (text, code) => {
    expect(codeIn(text)).toBe(code);
  });

  it.each([
    '',
    'No digits',
    '12345',
    '1234567',
    'a 123456789012',
    '#112233',
    'https://a.example/123456',
    'x123456',
    '1,123456',
  ])('is not seen in %j', (text) => {
    expect(codeIn(text)).toBeNull();
  });
});
