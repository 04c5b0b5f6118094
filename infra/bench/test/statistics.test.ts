import { describe, expect, it } from '@jest/globals';
import { drift, median, quantile, trimmed, welch } from '../src/figures/statistics.js';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('statistics', () => {
  it('finds quantiles between neighbours, in whatever order the samples came', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(quantile(upTo(101), 0.99)).toBe(100);
  });

  it('trims a tenth at either end', () => {
    expect(trimmed([...upTo(10)].reverse())).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('tells how far the farthest slice drifted from the median', () => {
    expect(drift([100, 110, 80])).toBeCloseTo(0.2);
  });

  it('finds a difference where there is one, and none where there is none', () => {
    const samples = upTo(1_000).map((number) => 20 + (number % 10));
    expect(welch(samples, samples)).toBeCloseTo(1);
    expect(
      welch(
        samples,
        samples.map((sample) => sample + 1),
      ),
    ).toBeLessThan(0.001);
  });

  it('knows the usual limit of 5 %', () => {
    // Means 1.96 standard errors apart.
    const one = [...Array(500).fill(-1), ...Array(500).fill(1)];
    const apart = 1.96 * Math.sqrt(2 / 999);
    expect(
      welch(
        one,
        one.map((sample) => sample + apart),
      ),
    ).toBeCloseTo(0.05, 3);
  });
});
