import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../boot/problem.mjs';

export interface WaitOptions {
  readonly timeoutMs: number;
  /** What is waited for, as the middle of a sentence: "gateway to be ready". */
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
}

/** Polls until `check` says true. Rejects with a `Problem` after `timeoutMs`, or at once when the signal aborts. */
export async function waitUntil(check: () => Promise<boolean> | boolean, options: WaitOptions): Promise<void> {
  const { timeoutMs, what, signal } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (signal?.aborted) throw new Problem(`Interrupted while waiting for ${what}.`);
    if (await check()) return;
    if (Date.now() >= deadline) throw new Problem(`Waited ${timeoutMs / 1000} s for ${what}, in vain.`);
    await sleep(50);
  }
}
