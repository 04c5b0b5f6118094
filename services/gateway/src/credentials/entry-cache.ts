/** Asks the owner: it answers with the entry, that the known version still holds, or that there is none. Throws when unreachable. */
export type LookUp<E> = (key: string, knownVersion: string | null) => Promise<E | 'unchanged' | 'none'>;

export interface EntryCacheSettings<E> {
  /** Must end, or throw, in a time that a caller can wait. */
  readonly lookUp: LookUp<E>;
  /** A clock that only runs forward, in milliseconds. */
  readonly nowMs: () => number;
  readonly maxEntries: number;
}

/** What the owners of credentials said about them, never older than one second. */
export interface EntryCache<E> {
  /** The entry, or null when there is none. Throws what the look-up throws, unless a young enough entry is at hand. */
  get(key: string): Promise<E | null>;
  /** Forgets the entries that match, and does not keep what look-ups under way will bring. */
  drop(matches: (entry: E) => boolean): void;
  /** The same for the entry of one key. */
  dropKey(key: string): void;
}

/** From this age on the next use asks the owner again, without waiting. */
export const REFRESH_AFTER_MS = 500;
/** From this age on an entry is not used: its user waits for the owner. */
const NEVER_OLDER_MS = 1_000;

interface Kept<E> {
  readonly entry: E;
  /** When the owner was asked, so the entry was true at some time after it. */
  readonly askedAtMs: number;
}

interface Flight<E> {
  readonly askedAtMs: number;
  readonly answer: Promise<E | null>;
}

/** A bounded cache with one look-up at a time for each key. That there is no entry is never kept. */
export function createEntryCache<E extends { readonly version: string }>(
  settings: EntryCacheSettings<E>,
): EntryCache<E> {
  const { lookUp, nowMs, maxEntries } = settings;
  const kept = new Map<string, Kept<E>>();
  const flights = new Map<string, Flight<E>>();

  function ask(key: string, known: Kept<E> | undefined): Promise<E | null> {
    const askedAtMs = nowMs();
    const answer = lookUp(key, known?.entry.version ?? null)
      .then((found) => {
        const entry = found === 'unchanged' ? (known?.entry ?? null) : found === 'none' ? null : found;
        // A look-up that began before `drop` may bring an outdated entry.
        if (flights.get(key) === flight) keep(key, entry && { entry, askedAtMs });
        return entry;
      })
      .finally(() => {
        if (flights.get(key) === flight) flights.delete(key);
      });
    const flight = { askedAtMs, answer };
    flights.set(key, flight);
    return answer;
  }

  function keep(key: string, value: Kept<E> | null): void {
    kept.delete(key);
    if (value) kept.set(key, value);
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size > maxEntries) kept.delete(oldest);
  }

  return {
    async get(key) {
      const known = kept.get(key);
      const ageMs = known ? nowMs() - known.askedAtMs : Number.POSITIVE_INFINITY;
      if (known && ageMs < REFRESH_AFTER_MS) return known.entry;
      // A look-up that began after its caller came brings nothing stale, however long it takes. One that was under way
      // for longer may, so a late caller does not wait for it.
      const flight = flights.get(key);
      const isYoung = flight !== undefined && nowMs() - flight.askedAtMs < NEVER_OLDER_MS;
      const answer = isYoung ? flight.answer : ask(key, known);
      if (!known || ageMs >= NEVER_OLDER_MS) return answer;
      // The caller who comes when the entry is too old hears of the failure.
      answer.catch(() => undefined);
      return known.entry;
    },
    drop(matches) {
      flights.clear();
      for (const [key, { entry }] of kept) if (matches(entry)) kept.delete(key);
    },
    dropKey(key) {
      flights.delete(key);
      kept.delete(key);
    },
  };
}
