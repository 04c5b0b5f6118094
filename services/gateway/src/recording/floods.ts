const MINUTE_MS = 60_000;

/** Something that was refused because its client was over a limit. */
export interface Flood<Call> {
  /** The first call that was not recorded at once. */
  readonly sample: Call | null;
  /** How many were not recorded at once. */
  readonly count: number;
  readonly endsAtMs: number;
}

/** Counts the refusals that are not recorded one by one (acceptance T3). */
export interface Floods<Call> {
  /** Whether this call is the first of its key's minute, so has to be recorded at once. */
  isFirst(key: string, call: Call): boolean;
  /** Takes the counts of the minutes that have ended, or of all. */
  take(which: 'ended' | 'all'): { sample: Call; count: number }[];
}

/** A minute begins with the first refusal of a key. `nowMs` only runs forward. */
export function createFloods<Call>(nowMs: () => number): Floods<Call> {
  const minutes = new Map<string, Flood<Call>>();
  return {
    isFirst(key, call) {
      const minute = minutes.get(key);
      if (!minute) {
        minutes.set(key, { sample: null, count: 0, endsAtMs: nowMs() + MINUTE_MS });
        return true;
      }
      minutes.set(key, { ...minute, sample: minute.sample ?? call, count: minute.count + 1 });
      return false;
    },
    take(which) {
      const taken: { sample: Call; count: number }[] = [];
      for (const [key, { sample, count, endsAtMs }] of minutes) {
        if (which === 'ended' && endsAtMs > nowMs()) continue;
        minutes.delete(key);
        if (sample) taken.push({ sample, count });
      }
      return taken;
    },
  };
}
