import { setTimeout } from 'node:timers/promises';

/**
 * Asks until `fn` returns something truthy, and returns that. In a test it stands where a sleep would: as long as necessary,
 * no longer.
 *
 * @throws Error after `timeoutMs` (25 s) with the last failure of `fn` as its cause
 */
export async function probe<T>(
  fn: () => T | Promise<T>,
  { timeoutMs = 25_000, everyMs = 25 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let failure: unknown;
    try {
      const value = await fn();
      if (value) return value;
      failure = new Error(`it returned ${String(value)}`);
    } catch (error) {
      failure = error;
    }
    if (performance.now() >= deadline) {
      const reason = failure instanceof Error ? failure.message : String(failure);
      throw new Error(`Still not after ${timeoutMs} ms: ${reason}`, { cause: failure });
    }
    await setTimeout(everyMs);
  }
}
