const LONGEST = 40;
const FARTHEST = 3;

/** The known name that was most likely meant: at most three slips away, case aside, and less than half of the name. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > LONGEST) return undefined;
  let nearest: string | undefined;
  let least = Math.min(FARTHEST + 1, Math.ceil(name.length / 2) + 1);
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return nearest;
}

/** Levenshtein's: letters to put in, leave out or change. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let at = 1; at <= from.length; at += 1) {
    const next = [at];
    for (let index = 1; index <= to.length; index += 1) {
      const changed = (row[index - 1] as number) + (from[at - 1] === to[index - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[index] as number) + 1, (next[index - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}
