import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createGroupCommit, type GroupCommit } from './group-commit.js';

/** A database whose statements end when the test says so. */
const statements: { rows: readonly number[]; end: (error?: Error) => void }[] = [];
let commit: GroupCommit<number>;

beforeEach(() => {
  jest.useFakeTimers();
  statements.length = 0;
  commit = createGroupCommit<number>({
    insert: (rows) =>
      new Promise((resolve, reject) => {
        statements.push({ rows, end: (error) => (error ? reject(error) : resolve()) });
      }),
    gatherMs: 5,
    timeoutMs: 2_000,
    maxRows: 3,
    maxCommits: 2,
  });
});
afterEach(() => {
  jest.useRealTimers();
});

const sent = () => statements.map(({ rows }) => rows);
const flush = () => jest.advanceTimersByTimeAsync(0);

describe('group commit', () => {
  it('sends a row at once while no commit is under way', () => {
    void commit(1);
    expect(sent()).toEqual([[1]]);
  });

  it('resolves each row when its group is committed, not before', async () => {
    let isDone = false;
    const done = commit(1).then(() => {
      isDone = true;
    });
    await flush();
    expect(isDone).toBe(false);
    statements[0]?.end();
    await done;
    expect(isDone).toBe(true);
  });

  it('gathers rows while a commit is under way, and sends them when it ends', async () => {
    for (const row of [1, 2, 3]) void commit(row);
    expect(sent()).toEqual([[1]]);
    statements[0]?.end();
    await flush();
    expect(sent()).toEqual([[1], [2, 3]]);
  });

  it('gathers for no longer than 5 ms', async () => {
    for (const row of [1, 2]) void commit(row);
    await jest.advanceTimersByTimeAsync(4);
    expect(sent()).toEqual([[1]]);
    await jest.advanceTimersByTimeAsync(1);
    expect(sent()).toEqual([[1], [2]]);
  });

  it('sends a full group at once', () => {
    for (const row of [1, 2, 3, 4, 5]) void commit(row);
    expect(sent()).toEqual([[1], [2, 3, 4]]);
  });

  it('has no more commits under way than it may', async () => {
    for (let row = 1; row <= 9; row += 1) void commit(row);
    await jest.advanceTimersByTimeAsync(100);
    expect(sent()).toEqual([[1], [2, 3, 4]]);
    statements[0]?.end();
    await flush();
    expect(sent()).toEqual([[1], [2, 3, 4], [5, 6, 7]]);
  });

  it('fails the rows of a failed group alone', async () => {
    const first = commit(1);
    const second = commit(2);
    statements[0]?.end(new Error('deadlock'));
    await expect(first).rejects.toThrow('deadlock');
    await flush();
    statements[1]?.end();
    await expect(second).resolves.toBeUndefined();
  });

  it('gives up a row after 2 s, and never sends one that was still waiting', async () => {
    const rows = Promise.allSettled([1, 2, 3, 4, 5].map(commit));
    await jest.advanceTimersByTimeAsync(2_000);
    expect((await rows).map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    for (const { end } of statements) end();
    await flush();
    expect(sent()).toEqual([[1], [2, 3, 4]]);
  });
});
