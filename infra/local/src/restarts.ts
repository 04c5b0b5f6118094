import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../boot/problem.mjs';
import type { SupervisedProcess } from './supervised-process.js';

export interface RestartsOptions {
  readonly out: (line: string) => void;
  /** Ends the waiting for the next try. */
  readonly signal: AbortSignal;
  /** Called when a process is up again: it has another pid. */
  readonly onRestarted: () => void;
  /** Before the first, second … try of a process that keeps dying; the last one is repeated. */
  readonly delaysMs?: readonly number[];
}

/** A process that has run for so long has recovered from its last death. */
const recoveredMs = 60_000;

/** Starts processes again that ended unasked, each time later while they keep dying, and tells each death in a line. */
export class Restarts {
  readonly #options: Required<RestartsOptions>;
  readonly #underWay = new Set<Promise<void>>();
  readonly #deaths = new Map<string, { count: number; at: number }>();

  constructor(options: RestartsOptions) {
    this.#options = { delaysMs: [500, 1_000, 2_000, 5_000, 30_000], ...options };
  }

  /** To be called with a process that has just ended. */
  revive(process: SupervisedProcess): void {
    const revival = this.#revive(process).finally(() => this.#underWay.delete(revival));
    this.#underWay.add(revival);
  }

  /** Resolves once nothing is being started any more; call it after the signal, before the processes are stopped. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #revive(process: SupervisedProcess): Promise<void> {
    const { out, signal, onRestarted, delaysMs } = this.#options;
    while (!process.isRunning && !signal.aborted) {
      const count = this.#countDeath(process.name);
      const delayMs = delaysMs[Math.min(count, delaysMs.length) - 1] ?? 0;
      const isHopeless = count >= delaysMs.length;
      out(
        `✗ ${process.name} ended (${process.ending}), its log is ${process.logFile}; ` +
          (isHopeless
            ? `it has died ${count} times in a row, so it is tried every ${delayMs / 1_000} s only: mend what the log says.`
            : `it is started again in ${delayMs / 1_000} s.`),
      );
      await sleep(delayMs, undefined, { signal }).catch(() => {});
      if (signal.aborted || process.isRunning) return;
      try {
        await process.restart();
        out(`✓ ${process.name} is up again.`);
        onRestarted();
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
      }
    }
  }

  #countDeath(name: string): number {
    const last = this.#deaths.get(name);
    const now = performance.now();
    const count = last !== undefined && now - last.at < recoveredMs ? last.count + 1 : 1;
    this.#deaths.set(name, { count, at: now });
    return count;
  }
}
