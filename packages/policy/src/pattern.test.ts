import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coversResource, matchesResource, nrnParts } from './nrn-pattern.js';
import { covers, matchesPattern, matchesPieces, piecesOf, type SearchableText } from './pattern.js';

/** A text that counts the characters which comparing and searching read of it. */
function counting(text: string): { text: SearchableText; read: () => number } {
  let read = 0;
  return {
    text: {
      length: text.length,
      startsWith(piece) {
        read += piece.length;
        return text.startsWith(piece);
      },
      endsWith(piece) {
        read += piece.length;
        return text.endsWith(piece);
      },
      indexOf(piece, from = 0) {
        const found = text.indexOf(piece, from);
        read += (found < 0 ? text.length : found + piece.length) - from;
        return found;
      },
    },
    read: () => read,
  };
}

/** Slow and plain: every way to divide the text. */
function naive(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*')) return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)));
  return pattern[0] === text[0] && naive(pattern.slice(1), text.slice(1));
}

const smallPattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
const smallText = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });

describe('matchesPattern', () => {
  it.each([
    ['ViewServer', 'ViewServer', true],
    ['ViewServer', 'viewServer', false],
    ['ViewServer', 'ViewServers', false],
    ['View*', 'View', true],
    ['View*', 'ViewServer', true],
    ['*Server', 'ViewServer', true],
    ['*Server', 'ViewServers', false],
    ['*', '', true],
    ['**', 'x', true],
    ['', '', true],
    ['', 'a', false],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['a*b*c', 'a-c-b-c', true],
    ['a*bc*c', 'abc', false],
    ['a*b', 'a*b', true],
    ['a.b', 'axb', false],
  ])('%j on %j: %j', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  it('says what trying every division of the text says', () => {
    fc.assert(
      fc.property(smallPattern, smallText, (pattern, text) => matchesPattern(pattern, text) === naive(pattern, text)),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['a*a*a*…b on aaa…', (size: number) => [`${'a*'.repeat(size)}b`, 'a'.repeat(4 * size)] as const],
    ['a*a*a*…b* on aaa…', (size: number) => [`${'a*'.repeat(size)}b*`, 'a'.repeat(4 * size)] as const],
    ['*ab*ab*… on aaa…', (size: number) => ['*ab'.repeat(size), 'a'.repeat(4 * size)] as const],
    ['*a*a*a… on aaa…', (size: number) => ['*a'.repeat(size), `${'a'.repeat(4 * size)}b`] as const],
  ])('reads a text once or twice, whatever the pattern: %s', (_, make) => {
    for (const size of [10, 100, 1_000, 10_000]) {
      const [pattern, text] = make(size);
      const counted = counting(text);
      matchesPieces(piecesOf(pattern), counted.text);
      expect(counted.read()).toBeLessThanOrEqual(2 * text.length + pattern.length);
    }
  });
});

describe('covers', () => {
  it.each([
    ['*', 'View*', true],
    ['View*', 'ViewServer', true],
    ['View*', 'View*', true],
    ['View*', 'V*', false],
    ['View*', '*', false],
    ['*w*', 'View*', true],
    ['a*b', 'a*', false],
    ['*Server', 'View*Server', true],
    ['a**', 'a*', true],
  ])('%j covers %j: %j', (wider, narrower, expected) => {
    expect(covers(wider, narrower)).toBe(expected);
  });

  it('is right about every text', () => {
    fc.assert(
      fc.property(smallPattern, smallPattern, smallText, (wider, narrower, text) => {
        return !(covers(wider, narrower) && matchesPattern(narrower, text)) || matchesPattern(wider, text);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('resources', () => {
  const nrn = 'nrn:genkan:server:kr:204718330962:instance/i-1';

  it.each([
    ['*', true],
    [nrn, true],
    ['nrn:genkan:server:*:204718330962:instance/i-1', true],
    ['nrn:genkan:*:*:*:*', true],
    ['nrn:genkan:ser*:kr:2047*62:*/i-*', true],
    ['nrn:genkan:server:kr:204718330962:*-1', true],
    ['nrn:genkan:server:*:instance/i-1', false],
    ['nrn:genkan:server::204718330962:instance/i-1', false],
    ['nrn:genkan:server:kr:204718330962:instance', false],
    ['nrn:*', false],
  ])('%j matches: %j', (pattern, expected) => {
    expect(matchesResource(pattern, nrn)).toBe(expected);
  });

  it('lets a star reach beyond : in the last part only', () => {
    const nested = 'nrn:genkan:server:kr:204718330962:log/a:b:c/d';
    expect(nrnParts(nested)).toEqual(['nrn', 'genkan', 'server', 'kr', '204718330962', 'log/a:b:c/d']);
    expect(matchesResource('nrn:genkan:server:kr:204718330962:log/*', nested)).toBe(true);
    expect(matchesResource('nrn:genkan:server:k*:log/a:b:c/d', nested)).toBe(false);
  });

  it('takes a star of the request for a plain character', () => {
    const all = 'nrn:genkan:server:kr:204718330962:instance/*';
    expect(matchesResource(nrn, all)).toBe(false);
    expect(matchesResource(all, all)).toBe(true);
    expect(matchesResource('nrn:genkan:server:kr:204718330962:instance/i-*', all)).toBe(false);
  });

  it('covers part by part', () => {
    expect(coversResource('*', nrn)).toBe(true);
    expect(coversResource('*', '*')).toBe(true);
    expect(coversResource('nrn:genkan:*:*:*:*', '*')).toBe(false);
    expect(coversResource('nrn:genkan:*:*:*:*', 'nrn:genkan:server:*:204718330962:instance/*')).toBe(true);
    expect(coversResource('nrn:genkan:server:kr:*:*', 'nrn:genkan:server:*:*:*')).toBe(false);
  });
});
