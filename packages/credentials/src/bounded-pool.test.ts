import { describe, expect, it } from '@jest/globals';
import { createBoundedPool } from './bounded-pool.js';
import { HashQueueFull } from './hash-queue-full.js';

/** Work that ends when told to. */
function job(): { work: () => Promise<string>; started: () => boolean; end: () => void; fail: () => void } {
  let started = false;
  let end = (): void => {};
  let fail = (): void => {};
  const promise = new Promise<string>((resolve, reject) => {
    end = () => resolve('done');
    fail = () => reject(new Error('broken'));
  });
  const work = () => {
    started = true;
    return promise;
  };
  return { work, started: () => started, end: () => end(), fail: () => fail() };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a bounded pool', () => {
  it('runs so many at once, the others in the order they came', async () => {
    const pool = createBoundedPool({ parallelism: 2, maxQueue: 10, queueDeadlineMs: 60_000 });
    const jobs = Array.from({ length: 4 }, job);
    const results = jobs.map(({ work }) => pool.run(work));
    await settle();
    expect(jobs.map(({ started }) => started())).toEqual([true, true, false, false]);
    expect(pool.stats()).toEqual({ running: 2, queued: 2, refused: 0 });
    jobs[1]?.end();
    await settle();
    expect(jobs.map(({ started }) => started())).toEqual([true, true, true, false]);
    for (const { end } of jobs) end();
    expect(await Promise.all(results)).toEqual(['done', 'done', 'done', 'done']);
    expect(pool.stats()).toEqual({ running: 0, queued: 0, refused: 0 });
  });

  it('refuses at once when its queue is full, saying when to come again', async () => {
    const pool = createBoundedPool({ parallelism: 1, maxQueue: 1, queueDeadlineMs: 2_000 });
    const jobs = [job(), job()];
    const results = jobs.map(({ work }) => pool.run(work));
    const error = await pool.run(async () => 'never').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HashQueueFull);
    expect(error).toMatchObject({ retryAfterSeconds: 2 });
    expect(pool.stats()).toEqual({ running: 1, queued: 1, refused: 1 });
    for (const { end } of jobs) end();
    await Promise.all(results);
  });

  it('refuses what waited too long, and never starts it', async () => {
    const pool = createBoundedPool({ parallelism: 1, maxQueue: 5, queueDeadlineMs: 10 });
    const [running, late, next] = [job(), job(), job()];
    const first = pool.run(running.work);
    await expect(pool.run(late.work)).rejects.toThrow(HashQueueFull);
    expect(pool.stats()).toEqual({ running: 1, queued: 0, refused: 1 });
    running.end();
    await first;
    next.end();
    expect(await pool.run(next.work)).toBe('done');
    expect(late.started()).toBe(false);
  });

  it('goes on after work that failed', async () => {
    const pool = createBoundedPool({ parallelism: 1, maxQueue: 5, queueDeadlineMs: 60_000 });
    const [broken, fine] = [job(), job()];
    const results = [pool.run(broken.work), pool.run(fine.work)];
    broken.fail();
    fine.end();
    await expect(results[0]).rejects.toThrow('broken');
    expect(await results[1]).toBe('done');
    expect(pool.stats().running).toBe(0);
  });
});
