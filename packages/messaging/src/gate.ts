import { once } from 'node:events';

/** Lets work through while it is open. */
export interface Gate {
  /** Runs `work` as soon as the gate is open; undefined when `signal` aborts before. */
  pass<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined>;
  /** Lets nothing more through; resolves when what is inside has left. */
  close(): Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  const changes = new EventTarget();
  const changed = () => changes.dispatchEvent(new Event('change'));
  let isOpen = true;
  let inside = 0;
  return {
    async pass(signal, work) {
      while (!isOpen && !signal.aborted) await once(changes, 'change', { signal }).catch(() => {});
      if (signal.aborted) return undefined;
      inside += 1;
      try {
        return await work();
      } finally {
        inside -= 1;
        changed();
      }
    },
    async close() {
      isOpen = false;
      while (inside > 0) await once(changes, 'change');
    },
    open() {
      isOpen = true;
      changed();
    },
  };
}
