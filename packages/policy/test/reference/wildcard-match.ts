/** `*` of a pattern: any characters, also none. */
export const many = Symbol('*');
/** `?` of a pattern: one character. */
export const one = Symbol('?');
/** A character that stands for itself, or one of the two wildcards. */
export type Token = string | typeof many | typeof one;

/**
 * Whether the pattern matches the text, which comes as its characters. `rest[i][j]` says whether the tokens from `i` on match the
 * characters from `j` on; it is filled from the end.
 */
export function wildcardMatch(pattern: readonly Token[], text: readonly string[]): boolean {
  const rest = Array.from({ length: pattern.length + 1 }, () => new Array<boolean>(text.length + 1).fill(false));
  const at = (i: number, j: number) => rest[i]?.[j] ?? false;
  for (let i = pattern.length; i >= 0; i -= 1) {
    for (let j = text.length; j >= 0; j -= 1) {
      const row = rest[i] as boolean[];
      const token = pattern[i];
      if (token === undefined) row[j] = j === text.length;
      else if (token === many) row[j] = at(i + 1, j) || at(i, j + 1);
      else if (token === one) row[j] = j < text.length && at(i + 1, j + 1);
      else row[j] = text[j] === token && at(i + 1, j + 1);
    }
  }
  return at(0, 0);
}

/** For actions and for parts of NRNs: only `*` is a wildcard. */
export const starMatch = (pattern: string, text: string): boolean =>
  wildcardMatch(
    Array.from(pattern, (character) => (character === '*' ? many : character)),
    Array.from(text),
  );
