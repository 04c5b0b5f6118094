const MINUTE_MS = 60_000;

/** Refusals of one client over one limit that were not recorded one by one. */
export interface Counted<Call> {
  /** The limit with the client. */
  readonly key: string;
  /** The first of them. */
  readonly sample: Call;
  readonly count: number;
}

interface Minute<Call> {
  readonly counted: Counted<Call> | null;
  readonly endsAtMs: number;
}

/** Counts the refusals that are not recorded one by one (acceptance T3). */
export interface ThrottledCalls<Call> {
  /** Whether this call is the first of its key's minute, so has to be recorded at once. */
  isFirst(key: string, call: Call): boolean;
  /** Takes the counts of the minutes that have ended, or of all, and those that were put back. */
  take(which: 'ended' | 'all'): Counted<Call>[];
  /** Keeps what could not be recorded for the next `take`, where it is one with newer counts of its key. */
  putBack(counted: Counted<Call>): void;
}

/** A minute begins with the first refusal of a key. `nowMs` only runs forward. */
export function createThrottledCalls<Call>(nowMs: () => number): ThrottledCalls<Call> {
  const minutes = new Map<string, Minute<Call>>();
  /** What is to be recorded, by key. */
  const due = new Map<string, Counted<Call>>();

  const putBack = (counted: Counted<Call>): void => {
    const known = due.get(counted.key);
    due.set(counted.key, known ? { ...known, count: known.count + counted.count } : counted);
  };

  return {
    isFirst(key, call) {
      const minute = minutes.get(key);
      if (!minute) {
        minutes.set(key, { counted: null, endsAtMs: nowMs() + MINUTE_MS });
        return true;
      }
      const { sample, count } = minute.counted ?? { sample: call, count: 0 };
      minutes.set(key, { ...minute, counted: { key, sample, count: count + 1 } });
      return false;
    },
    take(which) {
      for (const [key, { counted, endsAtMs }] of minutes) {
        if (which === 'ended' && endsAtMs > nowMs()) continue;
        minutes.delete(key);
        if (counted) putBack(counted);
      }
      const taken = [...due.values()];
      due.clear();
      return taken;
    },
    putBack,
  };
}
