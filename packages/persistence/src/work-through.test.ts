import { createLogger } from '@genkan/observability/logger';
import { expect, it } from '@jest/globals';
import { workThrough } from './work-through.js';

/** Works through so many numbers; those that `isBad` says fail and stay. */
async function run(count: number, isBad: (n: number) => boolean, signal = new AbortController().signal) {
  let left = Array.from({ length: count }, (_, n) => n);
  const done: number[] = [];
  const lines: Record<string, unknown>[] = [];
  const failed = await workThrough({
    list: async (size, skip) => left.slice(skip, skip + size),
    work: async (n) => {
      if (isBad(n)) throw new Error(`${n} is bad`);
      done.push(n);
      left = left.filter((one) => one !== n);
    },
    logger: createLogger({ service: 'test', destination: { write: (line) => void lines.push(JSON.parse(line)) } }),
    signal,
  });
  return { failed, done, left, lines };
}

it('does what can be done, whatever fails before it, and says how much failed', async () => {
  const { failed, done, left, lines } = await run(1_000, (n) => n < 450 || n % 100 === 0);
  expect(failed).toBe(455);
  expect(done).toHaveLength(545);
  expect(left).toHaveLength(455);
  expect(lines).toHaveLength(455);
  expect(lines[0]).toMatchObject({ level: 'error', err: { message: '0 is bad' } });
});

it('ends when everything is done, and when there is nothing', async () => {
  expect(await run(400, () => false)).toMatchObject({ failed: 0, left: [] });
  expect(await run(0, () => false)).toMatchObject({ failed: 0, done: [] });
});

it('ends between two pieces of work when it is told to', async () => {
  const ending = new AbortController();
  const { done } = await run(
    10,
    (n) => {
      if (n === 3) ending.abort();
      return false;
    },
    ending.signal,
  );
  expect(done).toEqual([0, 1, 2, 3]);
});
