/** What a pattern is matched against: a text, or in tests something that counts what is asked of it. */
export type SearchableText = Pick<string, 'length' | 'startsWith' | 'endsWith' | 'indexOf'>;

/** The texts between the `*` of a pattern, in order; one alone is a pattern without `*`. */
export type PatternPieces = readonly string[];

/** Cuts a pattern, in which only `*` is special, at its `*`. */
export const piecesOf = (pattern: string): PatternPieces => pattern.split('*');

/**
 * Whether a text is these pieces with anything, also nothing, in between. The first and last piece are compared where they have to
 * be; each in the middle is taken where it is found first, which leaves most for those after it. So nothing is ever tried twice, and
 * a hostile `a*a*a*…` costs one pass over the text.
 */
export function matchesPieces(pieces: PatternPieces, text: SearchableText): boolean {
  const last = pieces.length - 1;
  const prefix = pieces[0] as string;
  if (last === 0) return text.length === prefix.length && text.startsWith(prefix);
  const suffix = pieces[last] as string;
  const end = text.length - suffix.length;
  let at = prefix.length;
  if (at > end || !text.startsWith(prefix) || !text.endsWith(suffix)) return false;
  for (let index = 1; index < last; index += 1) {
    const piece = pieces[index] as string;
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
    if (at > end) return false;
  }
  return true;
}

/** Whether a pattern of an action or a product matches a text; `*` stands for any characters, also none. */
export const matchesPattern = (pattern: string, text: string): boolean => matchesPieces(piecesOf(pattern), text);

/**
 * Whether everything that the narrower pattern matches is matched by the wider one, too. The narrower one is taken as a text: its `*`
 * is a character that only a `*` of the wider one matches.
 */
export const covers = (wider: string, narrower: string): boolean => matchesPattern(wider, narrower);
