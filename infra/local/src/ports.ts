import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { acquireLock } from '../boot/lock.mjs';
import { Problem } from '../boot/problem.mjs';

/**
 * Below the range from which systems draw the local ports of outgoing connections: inside it, a client that keeps trying to reach
 * a killed server can be given that very port and end up connected to itself.
 */
const lowest = 20_000;
const highest = 31_999;

const waitMs = 120_000;

/**
 * Chooses ports and begins to listen on them while no other checkout of this user does: a port is free until a process listens on it, so
 * two checkouts that start at once would both take the ports that they wish for.
 */
export async function oneAtATime<T>(chooseAndListen: () => Promise<T>): Promise<T> {
  const release = await acquireLock(join(tmpdir(), `genkan-${userInfo().uid}`), 'ports', {
    waitMs,
    refusal: (pid) =>
      `Another checkout has been starting its services for ${waitMs / 1_000} s (process ${pid}): end it, or wait.`,
  });
  try {
    return await chooseAndListen();
  } finally {
    release();
  }
}

/**
 * One free loopback port for each name: the one it had last time (kept in `file`), else the wished one, else any. Names that
 * the file holds beside them stay in it.
 */
export async function choosePorts<Name extends string>(
  file: string,
  wishes: Record<Name, number | undefined>,
): Promise<Record<Name, number>> {
  const remembered = readPorts(file);
  const chosen: Record<string, number> = {};
  for (const [name, wish] of Object.entries<number | undefined>(wishes)) {
    chosen[name] = await freePort([remembered[name], wish], Object.values(chosen));
  }
  writeFileSync(file, `${JSON.stringify({ ...remembered, ...chosen }, null, 2)}\n`);
  return chosen as Record<Name, number>;
}

/** The first of `wishes` that is free on the loopback, else a random free one. Never one of `taken`. */
export async function freePort(
  wishes: ReadonlyArray<number | undefined> = [],
  taken: readonly number[] = [],
): Promise<number> {
  const guesses = Array.from({ length: 200 }, () => lowest + Math.floor(Math.random() * (highest - lowest + 1)));
  for (const port of [...wishes, ...guesses]) {
    if (port !== undefined && !taken.includes(port) && (await isFree(port))) return port;
  }
  throw new Problem(
    `No free port was found on 127.0.0.1 between ${lowest} and ${highest}: end some servers and try again.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function readPorts(file: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
