import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { matchesPattern } from './pattern.js';
import { findInIndex, indexPatterns } from './pattern-index.js';

describe('a pattern index', () => {
  it('finds what trying each pattern finds, once', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 5 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 });
    fc.assert(
      fc.property(fc.uniqueArray(pattern, { maxLength: 120, size: 'max' }), text, (patterns, each) => {
        const found: string[] = [];
        findInIndex(indexPatterns(new Map(patterns.map((value) => [value, value]))), each, found);
        expect(found.sort()).toEqual(patterns.filter((value) => matchesPattern(value, each)).sort());
      }),
      { numRuns: 1_000 },
    );
  });

  it('never takes a text for both ends of a pattern that is longer', () => {
    const patterns = Array.from({ length: 10 }, (_, index) => `a${index}*${index}a`);
    const found: string[] = [];
    findInIndex(indexPatterns(new Map(patterns.map((value) => [value, value]))), 'a1a', found);
    expect(found).toEqual([]);
  });
});
