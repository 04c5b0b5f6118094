import { setTimeout } from 'node:timers/promises';

/** Asks until the answer is truthy, and returns it. (`@genkan/testing` is built on this package, so not usable here.) */
export async function probe<T>(fn: () => T | Promise<T>, timeoutMs = 10_000): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await fn();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${fn}`);
    await setTimeout(20);
  }
}
