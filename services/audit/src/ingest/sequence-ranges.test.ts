import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gapsBetween, mergeRanges, rangesOf } from './sequence-ranges.js';

const range = (from: number, to: number) => ({ from: BigInt(from), to: BigInt(to) });

describe('ranges of sequences', () => {
  it('join what touches and keep what does not', () => {
    expect(rangesOf([5n, 1n, 2n, 2n, 7n])).toEqual([range(1, 2), range(5, 5), range(7, 7)]);
  });

  it('join ranges that overlap or touch', () => {
    expect(mergeRanges([range(4, 9), range(1, 3), range(6, 7), range(12, 12)])).toEqual([range(1, 9), range(12, 12)]);
  });

  it('hold exactly the numbers that were given, whatever their order and however often', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 })), (numbers) => {
        const ranges = rangesOf(numbers.map(BigInt));
        const held = ranges.flatMap(({ from, to }) =>
          Array.from({ length: Number(to - from) + 1 }, (_, index) => Number(from) + index),
        );
        expect(held).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        for (let i = 1; i < ranges.length; i++) {
          expect((ranges[i]?.from ?? 0n) - (ranges[i - 1]?.to ?? 0n)).toBeGreaterThan(1n);
        }
      }),
    );
  });
});

describe('gaps', () => {
  it('are what is missing before and between, never after', () => {
    expect(gapsBetween([range(3, 4), range(8, 9)])).toEqual([range(1, 2), range(5, 7)]);
  });

  it('are none when numbers begin at 1 without a hole', () => {
    expect(gapsBetween([range(1, 40)])).toEqual([]);
  });
});
