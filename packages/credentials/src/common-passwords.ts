import { readFileSync } from 'node:fs';

const LIST = new URL('../../data/common-passwords.txt', import.meta.url);
const SHORTEST_WORD = 4;
/** So many decisions around a common word still leave the password common. */
const MOST_DECORATION = 4;

/** `abc123!@#` holds no word, and is three rows. */
const FEWEST_DECISIONS = 4;
const SHORTEST_ROW = 3;
const FORWARD_ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', '!@#$%^&*()', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const ROWS = FORWARD_ROWS.flatMap((row) => [row, [...row].reverse().join('')]);

/** Characters that people put for one another: after this `P@ssw0rd` and `password` are one. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  ...{ '@': 'a', '4': 'a', '8': 'b', '3': 'e', '9': 'g', '1': 'i', '!': 'i', '|': 'i', l: 'i' },
  ...{ '0': 'o', '5': 's', $: 's', '7': 't', '+': 't' },
};

/** Folds case and look-alike characters, one character to one. */
export function foldLookAlikes(text: string): string {
  return [...text.toLowerCase()].map((character) => STANDS_FOR[character] ?? character).join('');
}

/** Says whether a password is a common one, or a common word with a little around it: `Password1!`, `!dragon2024`. */
export type IsCommonPassword = (password: string) => boolean;

/**
 * Reads the list that is shipped (nothing is asked of the network) and keeps it in memory, about 3 MB. A word of n characters
 * may have n − 2, at most four, around it and still make the password common; a year, a row such as 1234 and a repetition count
 * as one. So a word within a long random password does no harm.
 */
export function loadCommonPasswords(
  words: readonly string[] = readFileSync(LIST, 'utf8').split('\n'),
): IsCommonPassword {
  const common = new Set(words.filter((word) => word.length >= SHORTEST_WORD).map(foldLookAlikes));
  return (password) => {
    if (decoration(password) < FEWEST_DECISIONS) return true;
    const folded = foldLookAlikes(password);
    const last = folded.length;
    const before = Array.from({ length: last + 1 }, (_, start) => decoration(password.slice(0, start)));
    const after = Array.from({ length: last + 1 }, (_, end) => decoration(password.slice(end)));
    for (let start = 0; start <= last - SHORTEST_WORD; start += 1) {
      for (let end = start + SHORTEST_WORD; end <= last; end += 1) {
        const around = (before[start] ?? 0) + (after[end] ?? 0);
        if (around > Math.min(MOST_DECORATION, end - start - 2)) continue;
        if (common.has(folded.slice(start, end))) return true;
      }
    }
    return false;
  };
}

/** How many decisions the member made in these characters: a year, a repetition or a row of keys is one. Stops counting at five. */
function decoration(text: string): number {
  const rest = text
    .toLowerCase()
    .replace(/(19|20)\d\d/g, 'Y')
    .replace(/(.)\1+/g, '$1');
  let count = 0;
  for (let at = 0; at < rest.length && count <= MOST_DECORATION; count += 1) {
    let end = at + SHORTEST_ROW;
    while (end <= rest.length && isRow(rest.slice(at, end))) end += 1;
    at = Math.max(at + 1, end > at + SHORTEST_ROW ? end - 1 : 0);
  }
  return count;
}

function isRow(text: string): boolean {
  return ROWS.some((row) => row.includes(text));
}
