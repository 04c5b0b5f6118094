import type { Comparisons } from './comparisons.js';

const MOST_EDITS = 2;
/** Counting edits takes so much longer than a comparison. */
const COST = 20;

/** The name that was probably meant: the same in another case, or with up to two letters changed, added or left out. */
export function nearName(written: string, names: readonly string[], comparisons: Comparisons): string | undefined {
  const wanted = written.toLowerCase();
  const most = Math.min(MOST_EDITS, Math.floor(written.length / 3));
  let nearest: string | undefined;
  let fewest = most + 1;
  for (const name of names) {
    if (Math.abs(name.length - written.length) > most) continue;
    if (!comparisons.spend(COST)) break;
    const edits = editsBetween(wanted, name.toLowerCase());
    if (edits < fewest) {
      nearest = name;
      fewest = edits;
    }
  }
  return nearest;
}

/** How many letters must be changed, added or left out to get from one text to the other. */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const changed = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}
