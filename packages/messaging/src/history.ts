/** Where a partition's history begins, and the offset behind its last message. */
export interface Span {
  readonly from: bigint;
  readonly end: bigint;
}

/** Something of a partition, with its time. */
export interface Timed<T> {
  readonly timeMs: number;
  readonly item: T;
}

interface Part<T> {
  /** Read and not shown, in order of the partition. */
  waiting: readonly Timed<T>[];
  next: bigint;
  end: bigint;
}

/**
 * Puts the history of many partitions in order of time. It shows the earliest message as soon as it knows the next one of every
 * partition that has more. It holds one addition of each partition and no more: callers add only to partitions that are `isHungry`.
 * `isOver` when every partition has come to its end; from then on it shows messages as they come.
 */
export function createHistory<T>(spans: ReadonlyMap<string, Span>, show: (item: T) => void) {
  const parts = new Map<string, Part<T>>(
    [...spans].map(([place, { from, end }]) => [place, { waiting: [], next: from, end }]),
  );
  const isAwaited = ({ waiting, next, end }: Part<T>) => waiting.length === 0 && next < end;

  function showWhatIsDue(): void {
    for (;;) {
      const all = [...parts.values()];
      if (all.some(isAwaited)) return;
      const heads = all.filter(({ waiting }) => waiting.length > 0);
      const [first, second] = heads.sort((a, b) => timeOf(a) - timeOf(b));
      if (!first) break;
      showUpTo(first, second ? timeOf(second) : Number.POSITIVE_INFINITY);
    }
    parts.clear();
  }

  /** What comes before the next partition's turn, at least one. */
  function showUpTo(part: Part<T>, timeMs: number): void {
    const later = part.waiting.findIndex((one, index) => index > 0 && one.timeMs > timeMs);
    const due = later === -1 ? part.waiting.length : later;
    for (const { item } of part.waiting.slice(0, due)) show(item);
    part.waiting = part.waiting.slice(due);
  }

  showWhatIsDue();
  return {
    /** What came of a partition; `next` is the offset behind it. */
    add(place: string, items: readonly Timed<T>[], next: bigint): void {
      const part = parts.get(place);
      if (!part) {
        for (const { item } of items) show(item);
        return;
      }
      part.waiting = [...part.waiting, ...items];
      part.next = next;
      showWhatIsDue();
    },
    isHungry(place: string): boolean {
      const part = parts.get(place);
      return !part || isAwaited(part);
    },
    isOver: (): boolean => parts.size === 0,
    /** Waits for no partition any more: shows what is there. */
    giveUp(): void {
      for (const part of parts.values()) part.end = part.next;
      showWhatIsDue();
    },
  };
}

const timeOf = <T>({ waiting }: Part<T>): number => waiting[0]?.timeMs ?? Number.POSITIVE_INFINITY;
