export interface GroupCommitSettings<Row> {
  /** Stores all rows or none. */
  readonly insert: (rows: readonly Row[]) => Promise<void>;
  /** Longest time that a row waits for others while a commit is under way. */
  readonly gatherMs: number;
  /** A row that is not committed after this time is given up. */
  readonly timeoutMs: number;
  readonly maxRows: number;
  /** Commits under way at the same time, each on a connection of its own. */
  readonly maxCommits: number;
}

/** Stores a row together with those of other callers; resolves once it is committed, rejects when that fails. */
export type GroupCommit<Row> = (row: Row) => Promise<void>;

interface Waiting<Row> {
  readonly row: Row;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One statement for many rows. While no commit is under way a row goes at once; else it waits for others: until the commit
 * ends, the group is full or `gatherMs` are over.
 */
export function createGroupCommit<Row>(settings: GroupCommitSettings<Row>): GroupCommit<Row> {
  const { insert, gatherMs, timeoutMs, maxRows, maxCommits } = settings;
  const waiting = new Set<Waiting<Row>>();
  let commits = 0;
  let gathering: NodeJS.Timeout | undefined;

  function gather(): void {
    if (commits === 0 || waiting.size >= maxRows) commit();
    else gathering ??= setTimeout(commit, gatherMs);
  }

  function commit(): void {
    clearTimeout(gathering);
    gathering = undefined;
    if (waiting.size === 0 || commits >= maxCommits) return;
    const group = [...waiting].slice(0, maxRows);
    for (const one of group) waiting.delete(one);
    commits += 1;
    insert(group.map(({ row }) => row))
      .then(
        () => group.forEach(({ resolve }) => void resolve()),
        (error: unknown) => group.forEach(({ reject }) => void reject(error)),
      )
      .finally(() => {
        commits -= 1;
        if (waiting.size > 0) gather();
      });
    if (waiting.size > 0) gather();
  }

  return (row) =>
    new Promise((resolve, reject) => {
      const settle = (how: () => void) => {
        clearTimeout(timer);
        how();
      };
      const one: Waiting<Row> = {
        row,
        resolve: () => settle(resolve),
        reject: (error) => settle(() => reject(error)),
      };
      const timer = setTimeout(() => {
        // Still in the queue, it is taken out; under way, its statement may yet succeed, which cannot be known here.
        waiting.delete(one);
        reject(new Error(`not committed within ${timeoutMs} ms`));
      }, timeoutMs);
      waiting.add(one);
      gather();
    });
}
