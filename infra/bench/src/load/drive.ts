import type { Connection, Reply } from './connection.js';

/** One caller who asks again as soon as it is answered. */
export interface Lane {
  readonly connection: Connection;
  /** The bytes of the next request. */
  readonly next: () => Buffer;
  readonly status: number;
}

/** What came of one slice of time. */
export interface Slice {
  readonly calls: number;
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
  /** How busy this process was, as a share of one core: near 1, it measured itself. */
  readonly clientLoad: number;
}

/** Keeps every lane busy for `durationMs`. An answer with another status than expected ends the run. */
export async function drive(lanes: readonly Lane[], durationMs: number): Promise<Slice> {
  const latenciesMs: number[] = [];
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const endMs = startedMs + durationMs;
  await Promise.all(
    lanes.map(async ({ connection, next, status }) => {
      for (let sentMs = performance.now(); sentMs < endMs; ) {
        insist(await connection.send(next()), status);
        const answeredMs = performance.now();
        latenciesMs.push(answeredMs - sentMs);
        sentMs = answeredMs;
      }
    }),
  );
  const tookMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpu);
  return {
    calls: latenciesMs.length,
    perSecond: (latenciesMs.length / tookMs) * 1_000,
    latenciesMs,
    clientLoad: (user + system) / 1_000 / tookMs,
  };
}

/** Measuring errors instead of answers is the classic mistake of a benchmark. */
export function insist(reply: Reply, status: number): Reply {
  if (reply.status === status) return reply;
  throw new Error(`answered with ${reply.status} instead of ${status}: ${reply.body || reply.head}`);
}
