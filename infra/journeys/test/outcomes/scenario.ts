import type { Reply } from '../../src/client.js';

/** Brings one outcome of one endpoint about. Its last call is the one in question. */
export type Scenario = () => Promise<Reply>;

/** By endpoint, by outcome: `success`, a code, or `replayed` for a second call under the same Idempotency-Key. */
export type Scenarios = Readonly<Record<string, Readonly<Record<string, Scenario>>>>;

/** What several scenarios build on, made by the first of them. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
