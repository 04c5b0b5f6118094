import { describe, expect, it } from '@jest/globals';
import { mask, maskEmail, maskPhone, maskText } from './mask.js';

describe('mask', () => {
  it.each([
    ['kim@example.com', 'k***@example.com'],
    ['k@example.com', '***@example.com'],
    ['+821012345678', '+82 ***5678'],
    ['+82 10-1234-5678', '+82 ***5678'],
    ['+81312345678', '+81 ***5678'],
    ['+12025550123', '+1 ***0123'],
    ['+8613812345678', '+86 ***5678'],
    ['+85212345678', '+852 ***5678'],
    ['010-1234-5678', '***5678'],
    ['+82 12345', '+82 ***'],
    ['김철수', '김***'],
    ['Seoul, Teheran-ro 1', 'S***'],
    ['가', '***'],
    ['😀😀', '😀***'],
    ['', '***'],
  ])('shows of %j only %j', (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it('masks what is no address or number when asked to treat it as one', () => {
    expect(maskEmail('nobody')).toBe('n***');
    expect(maskEmail('a@b@c.com')).toBe('a***@c.com');
    expect(maskPhone('none')).toBe('***');
    expect(maskText('ab')).toBe('a***');
  });
});
