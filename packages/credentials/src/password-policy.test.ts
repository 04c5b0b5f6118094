import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadCommonPasswords } from './common-passwords.js';
import { createPasswordPolicy } from './password-policy.js';

const policy = createPasswordPolicy();
const printable = Array.from({ length: 95 }, (_, at) => String.fromCharCode(0x20 + at));

/** A drawn password of this length that has a letter, a digit and a special character. */
function drawn(length: number): string {
  const rest = Array.from({ length: length - 3 }, () => printable[randomInt(printable.length)]);
  return `k7~${rest.join('')}`;
}

describe('the password policy', () => {
  it.each([8, 16])('accepts a password of %i characters', (length) => {
    expect(policy.problemsOf('vK3#qZ9!xW2$mL5?'.slice(0, length))).toEqual([]);
  });

  it('refuses a password of 7 characters', () => {
    expect(policy.problemsOf('vK3#qZ9')).toEqual(['too_short']);
  });

  it('refuses a password of 17 characters, and accepts it when the operator raised the maximum', () => {
    const password = 'vK3#qZ9!xW2$mL5?n';
    expect(policy.problemsOf(password)).toEqual(['too_long']);
    expect(createPasswordPolicy({ maxLength: 128 }).problemsOf(password)).toEqual([]);
    expect(createPasswordPolicy({ maxLength: 128 }).problemsOf('vK3#qZ9!'.repeat(16))).toEqual([]);
    expect(createPasswordPolicy({ maxLength: 128 }).problemsOf(`${'vK3#qZ9!'.repeat(16)}x`)).toEqual(['too_long']);
  });

  it.each([15, 129, Number.NaN])('cannot have a maximum of %d', (maxLength) => {
    expect(() => createPasswordPolicy({ maxLength })).toThrow(RangeError);
  });

  it.each([
    ['8#3!9@2$6%', ['needs_letter']],
    ['vKwq#Zr!xW', ['needs_digit']],
    ['vK3wqZ9nxW', ['needs_special']],
    ['', ['too_short', 'needs_letter', 'needs_digit', 'needs_special', 'common']],
    ['비밀번호vK3#qZ9', ['bad_character']],
    ['비밀번호', ['too_short', 'bad_character', 'needs_letter', 'needs_digit']],
    ['vKwqnZrmxWwqpLsdfg', ['too_long', 'needs_digit', 'needs_special']],
    ['vK3#qZ9!\u0000xx', ['bad_character']],
    ['vK3#qZ9!\txx', ['bad_character']],
    ['vK3#qZ9!é', ['bad_character']],
    ['vK3#qZ9!\u007f', ['bad_character']],
    [' vK3qZ9x ', []],
  ])('finds in %j: %j', (password, problems) => {
    expect(policy.problemsOf(password)).toEqual(problems);
  });

  it('accepts every printable ASCII character', () => {
    for (const character of printable) expect(policy.problemsOf(`vK3#qZ9w${character}`)).toEqual([]);
  });

  it.each([
    'Password1!',
    'P@ssw0rd!',
    'pa$$w0rd123',
    '!dragon2024',
    'Qwerty123456!',
    '1qaz@WSX',
    '1Q2w3e4r!',
    'Asdf1234!',
    'Genkan2026!',
    'Seoul2024!',
    'dkssud123!',
    'iloveyou1!',
    'xPassword1!',
    'Aaaaaa1!',
    'abc123!@#',
    'a123456789!',
  ])('refuses the common password %s', (password) => {
    expect(policy.problemsOf(password)).toEqual(['common']);
  });

  it.each(['Correct-horse1', 'sasha#83920147!', 'Tr0ub4dor&3', 'love8$kQ', 'Zebra-44-lamp'])(
    'accepts %s, which only holds a word',
    (password) => {
      expect(policy.problemsOf(password)).toEqual([]);
    },
  );

  it.each([
    ['minsu.kim@example.com', 'x9#minsu.kim'],
    ['minsu.kim@example.com', 'x9#zqMinsu!'],
    ['minsu.kim@example.com', 'x9#zqM1n5u!'],
    ['MINSU+news@example.com', '7!minsuzqx'],
  ])('refuses a password that holds a piece of %s: %s', (email, password) => {
    expect(policy.problemsOf(password, { email })).toEqual(['contains_email']);
  });

  it('refuses a password that holds a name, and does not mind short pieces or names in other scripts', () => {
    const names = ['Minsu Kim', '김민수', ''];
    expect(policy.problemsOf('x9#zqMINSU!', { names })).toEqual(['contains_name']);
    expect(policy.problemsOf('x9#zqKim!w', { names, email: 'kim@example.com' })).toEqual([]);
  });

  it('answers for any text, in any combination, without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string(), (password, email) => {
        const problems = policy.problemsOf(password, { email, names: [email] });
        const isShaped =
          /^[ -~]{8,16}$/.test(password) &&
          /[a-z]/i.test(password) &&
          /\d/.test(password) &&
          /[^a-z\d]/i.test(password);
        if (problems.length === 0) expect(isShaped).toBe(true);
        if (!isShaped) expect(problems).not.toEqual([]);
      }),
    );
  });

  it('looks at a very long text no longer than at a short one', () => {
    const startedMs = performance.now();
    expect(policy.problemsOf('a1!'.repeat(1_000_000))).toEqual(['too_long']);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});

describe('the list of common passwords', () => {
  const isCommon = loadCommonPasswords();

  it('rarely refuses a drawn password', () => {
    const refused = Array.from({ length: 4_000 }, () => drawn(10)).filter(isCommon);
    // Measured: 1 in 10,000. Twenty in 4,000 would be fifty times that.
    expect(refused.length).toBeLessThan(20);
  });

  it('takes a word with more around it than its length allows for a password of its own', () => {
    const isWord = loadCommonPasswords(['blue', 'sunshine']);
    expect(isWord('blue1!')).toBe(true);
    expect(isWord('blue8$k')).toBe(false);
    expect(isWord('Sunsh1ne8$kQ')).toBe(true);
    expect(isWord('sunshine8$kQ7')).toBe(false);
    expect(isWord('1999sunshine!!!2024')).toBe(true);
  });
});
