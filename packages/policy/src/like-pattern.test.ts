import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { likePattern, matchesCells, matchesLike } from './like-pattern.js';

const like = (pattern: string, text: string) => matchesLike(likePattern([{ text: pattern, isPlain: false }]), text);

/** Slow and plain, code point by code point. */
function naive(pattern: readonly string[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (first === '*') return naive(rest, text) || (text.length > 0 && naive(pattern, text.slice(1)));
  return text.length > 0 && (first === '?' || first === text[0]) && naive(rest, text.slice(1));
}

describe('likePattern', () => {
  it.each([
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['?', '😀', true],
    ['??', '😀', false],
    ['*?', '', false],
    ['?*?', '가나', true],
    ['\ud83d*', '😀', false],
    ['*\ude00', '😀', false],
    ['*😀', 'x😀', true],
    ['a*?b', 'ab', false],
  ])('%j on %j: %j', (pattern, text, expected) => {
    expect(like(pattern, text)).toBe(expected);
  });

  it('takes wildcards that a variable put in for plain characters', () => {
    const pattern = likePattern([
      { text: 'home/', isPlain: false },
      { text: '*?', isPlain: true },
      { text: '/?*', isPlain: false },
    ]);
    expect(matchesLike(pattern, 'home/*?/x')).toBe(true);
    expect(matchesLike(pattern, 'home/ab/x')).toBe(false);
    expect(matchesLike(likePattern([{ text: '*', isPlain: true }]), 'x')).toBe(false);
  });

  it('says what trying every division of the text says', () => {
    const text = (...units: string[]) => fc.string({ unit: fc.constantFrom(...units), maxLength: 8 });
    fc.assert(
      fc.property(
        text('a', 'b', '😀', '\ud83d', '*', '?'),
        text('a', 'b', '😀', '\ud83d', '\ude00'),
        (pattern, each) => {
          return like(pattern, each) === naive([...pattern], [...each]);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it.each([
    ['a*a*?*a*…b', (size: number) => `${'a*?*'.repeat(size)}b`],
    ['*?a*?a…b*', (size: number) => `${'*?a'.repeat(size)}b*`],
  ])('reads a text a few times, whatever the pattern: %s', (_, make) => {
    for (const size of [10, 100, 1_000]) {
      const pattern = likePattern([{ text: make(size), isPlain: false }]);
      const text = new Array<number>(8 * size).fill(97);
      let read = 0;
      const counting = new Proxy(text, {
        get: (from, name) => {
          if (name !== 'length') read += 1;
          return Reflect.get(from, name);
        },
      });
      matchesCells('cells' in pattern ? pattern.cells : [], counting);
      expect(read).toBeGreaterThan(0);
      expect(read).toBeLessThanOrEqual(3 * text.length);
    }
  });
});
