import type { Figure } from '../figures/figure.js';
import type { Testbed } from '../testbed.js';

/** What a benchmark found out. */
export interface Report {
  readonly figures: readonly Figure[];
  /** Sentences that belong to the figures: how they were reached, what others reach. */
  readonly notes: readonly string[];
}

export interface Benchmark {
  /** As it is chosen on the command line; the names of its figures begin with it. */
  readonly name: string;
  readonly question: string;
  /** It measures no service: no platform is started for it, and it must not ask the testbed for one. */
  readonly needsNoPlatform?: true;
  /** Throws a `Problem` when the run says nothing, such as on a machine that changed its speed meanwhile. */
  readonly run: (testbed: Testbed) => Promise<Report>;
}
