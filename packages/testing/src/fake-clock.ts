import type { Clock } from '@genkan/config/clock';

/** A clock that stands still until it is told otherwise. */
export interface FakeClock extends Clock {
  /** Moves by so many milliseconds; a negative number moves back. */
  advance(ms: number): void;
}

/** Begins at `start`, an ISO 8601 text or a Date; Monday 2 March 2026, 09:00 UTC unless told. */
export function fakeClock(start: Date | string = '2026-03-02T09:00:00.000Z'): FakeClock {
  let nowMs = new Date(start).getTime();
  return {
    now: () => new Date(nowMs),
    advance: (ms) => {
      nowMs += ms;
    },
  };
}
