import { once } from 'node:events';

/** Holds work back while a consumer is paused. */
export interface PauseSwitch {
  /** Runs `work` as soon as nothing is paused; undefined when `signal` aborts before. */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined>;
  /** Lets no more work begin; resolves when what has begun has ended. */
  pause(): Promise<void>;
  resume(): void;
}

export function createPauseSwitch(): PauseSwitch {
  const changes = new EventTarget();
  const changed = () => changes.dispatchEvent(new Event('change'));
  let isPaused = false;
  let running = 0;
  return {
    async run(signal, work) {
      while (isPaused && !signal.aborted) await once(changes, 'change', { signal }).catch(() => {});
      if (signal.aborted) return undefined;
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
        changed();
      }
    },
    async pause() {
      isPaused = true;
      while (running > 0) await once(changes, 'change');
    },
    resume() {
      isPaused = false;
      changed();
    },
  };
}
