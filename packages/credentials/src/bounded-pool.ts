import { HashQueueFull } from './hash-queue-full.js';

/** What a pool is doing right now, for the metrics. */
export interface PoolStats {
  readonly running: number;
  readonly queued: number;
  /** Refused since the start: the queue was full, or the wait too long. */
  readonly refused: number;
}

/** Runs a limited number of pieces of work at once; the others wait in order of arrival, for a limited time. */
export interface BoundedPool {
  /** @throws HashQueueFull when the queue is full, or when it waited for `queueDeadlineMs` without being started */
  run<T>(work: () => Promise<T>): Promise<T>;
  stats(): PoolStats;
}

interface Limits {
  readonly parallelism: number;
  readonly maxQueue: number;
  readonly queueDeadlineMs: number;
}

/** A pool without state outside the process. Work that was started is always finished. */
export function createBoundedPool({ parallelism, maxQueue, queueDeadlineMs }: Limits): BoundedPool {
  /** Starters of waiting work, oldest first; a Set keeps its order and lets go of one in the middle at once. */
  const queue = new Set<() => void>();
  let running = 0;
  let refused = 0;

  function refuse(): HashQueueFull {
    refused += 1;
    return new HashQueueFull(Math.max(1, Math.ceil(queueDeadlineMs / 1_000)));
  }

  function turn(): Promise<void> {
    if (running < parallelism) {
      running += 1;
      return Promise.resolve();
    }
    if (queue.size >= maxQueue) return Promise.reject(refuse());
    return new Promise((resolve, reject) => {
      const start = () => {
        clearTimeout(deadline);
        resolve();
      };
      const deadline = setTimeout(() => {
        queue.delete(start);
        reject(refuse());
      }, queueDeadlineMs);
      queue.add(start);
    });
  }

  /** The slot goes straight to the oldest waiting work, so that a new call cannot overtake it. */
  function passOn(): void {
    const [next] = queue;
    if (!next) {
      running -= 1;
      return;
    }
    queue.delete(next);
    next();
  }

  return {
    async run(work) {
      await turn();
      try {
        return await work();
      } finally {
        passOn();
      }
    },
    stats: () => ({ running, queued: queue.size, refused }),
  };
}
