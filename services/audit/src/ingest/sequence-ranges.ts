/** Numbers of one source that were stored, from the first to the last, without a hole. */
export interface SequenceRange {
  readonly from: bigint;
  readonly to: bigint;
}

/** Contiguous runs of the given numbers, in their order. Doubles count once. */
export function rangesOf(sequences: readonly bigint[]): SequenceRange[] {
  return mergeRanges(sequences.map((sequence) => ({ from: sequence, to: sequence })));
}

/** The same numbers in as few ranges as possible, in their order: ranges that touch or overlap become one. */
export function mergeRanges(ranges: readonly SequenceRange[]): SequenceRange[] {
  const merged: { from: bigint; to: bigint }[] = [];
  for (const range of [...ranges].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = merged.at(-1);
    if (!last || range.from > last.to + 1n) merged.push({ ...range });
    else if (range.to > last.to) last.to = range.to;
  }
  return merged;
}

/** What lies between the ranges, and before the first: numbers begin at 1. */
export function gapsBetween(ranges: readonly SequenceRange[]): SequenceRange[] {
  const gaps: SequenceRange[] = [];
  let next = 1n;
  for (const { from, to } of mergeRanges(ranges)) {
    if (from > next) gaps.push({ from: next, to: from - 1n });
    next = to + 1n;
  }
  return gaps;
}
