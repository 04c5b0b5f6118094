const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/** How long to wait after so many failures in a row (0 is the first): 100 ms doubled each time up to 5 s, with jitter. */
export function backOffMs(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** failures) * (0.5 + Math.random() / 2);
}
