import { setTimeout } from 'node:timers/promises';

/** Asks until the answer is truthy. (`probe` of `@genkan/testing` is built on this package, so not usable here.) */
export async function probe(fn: () => unknown, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await fn())) {
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${fn}`);
    await setTimeout(20);
  }
}
