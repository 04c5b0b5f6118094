import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash, hashSync, verify } from '@node-rs/argon2';
import { createBoundedPool, type PoolStats } from './bounded-pool.js';

/** How expensive a hash is. */
export interface HashCost {
  readonly memoryKiB: number;
  readonly passes: number;
}

/** OWASP's and the library's recommendation for argon2id: 19 MiB, two passes, one lane. */
export const DEFAULT_COST: HashCost = { memoryKiB: 19_456, passes: 2 };

/** One finished piece of work, for tests and metrics. `decoy` is the check for an unknown login id. */
export interface HashWork {
  readonly kind: 'hash' | 'verify' | 'decoy';
  /** From the call to the result, waiting included. */
  readonly tookMs: number;
}

/** Hashes and checks passwords (argon2id) in a bounded pool beside the event loop. */
export interface PasswordHasher {
  /** A new PHC string (`$argon2id$…`, at most 128 characters) with its own salt. @throws HashQueueFull */
  hash(password: string): Promise<string>;
  /** Whether a password belongs to a PHC string. @throws HashQueueFull; Error when the string is none */
  verify(phc: string, password: string): Promise<boolean>;
  /** Does the work of `verify` for an unknown login id, so that time tells nothing; false. @throws HashQueueFull */
  verifyDecoy(password: string): Promise<false>;
  stats(): PoolStats;
}

export interface PasswordHasherOptions {
  /** Hashes at once; see `defaultParallelism`. */
  readonly parallelism?: number;
  /** Calls that may wait; the next one is refused. */
  readonly maxQueue?: number;
  /** How long a call may wait before it is refused. */
  readonly queueDeadlineMs?: number;
  readonly cost?: HashCost;
  readonly observe?: (work: HashWork) => void;
}

/** Threads that libuv starts unless UV_THREADPOOL_SIZE says otherwise. */
const LIBUV_THREADS = 4;

/**
 * One hash a core, but never more than half of libuv's threads. `@node-rs/argon2` works on those threads, which files, DNS
 * look-ups and node:crypto share: measured on two cores, four hashes at once on four threads made reading a small file wait
 * 20 ms (0.4 ms with two at once). A pool of worker_threads was no faster (both 130–200 hashes a second, 8–10 ms of CPU each
 * with neighbours on the machine) and took 10 MB for each thread, so libuv's threads it is. A machine with more cores sets
 * UV_THREADPOOL_SIZE to twice its cores and passes that here.
 */
export function defaultParallelism(libuvThreads: number = LIBUV_THREADS): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(libuvThreads / 2)));
}

/** A hasher. Making it takes one hash on the event loop (about 10 ms): the decoy, at the same cost as all others. */
export function createPasswordHasher(options: PasswordHasherOptions = {}): PasswordHasher {
  const { parallelism = defaultParallelism(), maxQueue = 500, queueDeadlineMs = 2_000, cost = DEFAULT_COST } = options;
  // The library's own default is argon2id; its enum cannot be imported by a module that keeps its imports verbatim.
  const parameters = { memoryCost: cost.memoryKiB, timeCost: cost.passes, parallelism: 1 };
  const pool = createBoundedPool({ parallelism, maxQueue, queueDeadlineMs });
  const decoy = hashSync(randomBytes(32), parameters);

  async function observed<T>(kind: HashWork['kind'], work: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    const result = await pool.run(work);
    options.observe?.({ kind, tookMs: performance.now() - startedMs });
    return result;
  }

  return {
    hash: (password) => observed('hash', () => hash(password, parameters)),
    verify: (phc, password) => observed('verify', () => verify(phc, password)),
    async verifyDecoy(password) {
      await observed('decoy', () => verify(decoy, password));
      return false;
    },
    stats: pool.stats,
  };
}
