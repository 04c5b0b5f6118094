/** The value below which a share of the samples lies, between neighbours by their distance. `share` from 0 to 1. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (below === undefined || above === undefined) throw new Error('no samples');
  return below + (above - below) * (at - Math.floor(at));
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

export const mean = (samples: readonly number[]): number =>
  samples.reduce((sum, sample) => sum + sample, 0) / samples.length;

/** The samples without the lowest and the highest tenth. */
export function trimmed(samples: readonly number[]): number[] {
  const cut = Math.floor(samples.length / 10);
  return [...samples].sort((a, b) => a - b).slice(cut, samples.length - cut);
}

/** How far slices of one run lie from their median at most, as a share of it. */
export const drift = (samples: readonly number[]): number =>
  Math.max(...samples.map((sample) => Math.abs(sample - median(samples)))) / median(samples);

/**
 * Welch's t test, two-sided: how likely means this far apart are if there is no difference. The normal distribution stands for
 * Student's, which at hundreds of samples it cannot be told from.
 */
export function welch(one: readonly number[], other: readonly number[]): number {
  const error = Math.sqrt(variance(one) / one.length + variance(other) / other.length);
  return 2 * upperTail(Math.abs(mean(one) - mean(other)) / error);
}

function variance(samples: readonly number[]): number {
  const centre = mean(samples);
  return samples.reduce((sum, sample) => sum + (sample - centre) ** 2, 0) / (samples.length - 1);
}

/** P(Z > z) for z ≥ 0, by Abramowitz and Stegun 26.2.17; wrong by 7.5e-8 at most. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
}
