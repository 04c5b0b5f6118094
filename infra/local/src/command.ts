/** What `start.mjs` and `test.mjs` hand to the compiled command once the checkout is prepared. */
export interface CommandContext {
  readonly root: string;
  /** `.genkan` of the checkout. */
  readonly dataFolder: string;
  /** Aborts on Ctrl-C, SIGTERM and a closed terminal. */
  readonly signal: AbortSignal;
  readonly out: (line: string) => void;
  /** When the command began, by `performance.now()`. */
  readonly startedAt: number;
  readonly args: readonly string[];
}
