import { matchesPieces, type PatternPieces, piecesOf } from './pattern.js';

const COLONS = 5;

/** Where the last part (`<type>/<id>`) of an NRN begins: behind its fifth `:`. 0 when it has fewer. */
export function lastPartAt(nrn: string): number {
  let at = 0;
  for (let colon = 0; colon < COLONS; colon += 1) {
    at = nrn.indexOf(':', at) + 1;
    if (at === 0) return 0;
  }
  return at;
}

/** The six parts of an NRN, divided by its first five `:`; null when it has fewer. */
export function nrnParts(nrn: string): string[] | null {
  const at = lastPartAt(nrn);
  return at === 0 ? null : [...nrn.slice(0, at - 1).split(':'), nrn.slice(at)];
}

/** Whether each text is matched by the pattern at its place. */
export const matchesEach = (patterns: readonly PatternPieces[], texts: readonly string[]): boolean =>
  patterns.length === texts.length && patterns.every((pieces, index) => matchesPieces(pieces, texts[index] as string));

/** Whether a resource of a policy (`*`, or an NRN with `*` in its parts) matches an NRN, part by part. */
export function matchesResource(pattern: string, nrn: string): boolean {
  if (pattern === '*') return true;
  const patterns = nrnParts(pattern);
  const parts = nrnParts(nrn);
  return patterns !== null && parts !== null && matchesEach(patterns.map(piecesOf), parts);
}

/** Whether every NRN that the narrower resource pattern matches is matched by the wider one, too. */
export const coversResource = (wider: string, narrower: string): boolean => matchesResource(wider, narrower);
