import type { Figure } from '../figures/figure.js';
import type { Stage } from '../stage.js';

/** What a benchmark found out. */
export interface Report {
  readonly figures: readonly Figure[];
  /** Sentences that belong to the figures: how they were reached, what others reach. */
  readonly notes: readonly string[];
}

export interface Benchmark {
  /** For `--only`. */
  readonly name: string;
  readonly question: string;
  /** Throws a `Problem` when the run says nothing, such as on a machine that changed its speed meanwhile. */
  readonly run: (stage: Stage) => Promise<Report>;
}
