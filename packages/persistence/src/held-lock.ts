import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { connectionOptions } from './connection-options.js';
import { pause } from './pause.js';

/** A wait is one statement of this length, so that a waiter that gives up is gone soon. */
const WAIT_SLICE_S = 1;

/** A connection whose session holds a named lock. */
export interface HeldLock {
  /** Aborts when the connection died, or did not answer in time, or another session holds the lock. */
  readonly lost: AbortSignal;
  /** Asks the server at every interval, and so keeps the session alive; ends when `signal` aborts or the lock is lost. */
  watch(pingMs: number, signal: AbortSignal): Promise<void>;
  /** Gives the lock back by ending the session; `lost` aborts then too. */
  release(): void;
}

/**
 * Connects and waits for the lock; undefined when `signal` aborted first. The server ends the session, and with it the lock,
 * after `idleSeconds` without a statement.
 */
export async function acquireLock(
  url: string,
  name: string,
  idleSeconds: number,
  signal: AbortSignal,
): Promise<HeldLock | undefined> {
  const connection = await createConnection(connectionOptions(url));
  const lost = new AbortController();
  connection.on('error', (error) => lost.abort(error));
  connection.on('end', () => lost.abort(new Error('the database closed the connection')));
  try {
    await connection.query('SET SESSION wait_timeout = ?', [idleSeconds]);
    while (!signal.aborted) {
      const isMine = await isYes(connection, 'SELECT GET_LOCK(?, ?) AS yes', [name, WAIT_SLICE_S]);
      if (isMine && !signal.aborted) return heldLock(connection, name, idleSeconds, lost);
    }
  } catch (error) {
    connection.destroy();
    throw error;
  }
  connection.destroy();
  return undefined;
}

function heldLock(connection: Connection, name: string, idleSeconds: number, lost: AbortController): HeldLock {
  const idleMs = idleSeconds * 1_000;
  const isHeld = () => isYes(connection, 'SELECT IS_USED_LOCK(?) = CONNECTION_ID() AS yes', [name]);
  return {
    lost: lost.signal,
    async watch(pingMs, signal) {
      const ended = AbortSignal.any([signal, lost.signal]);
      for (let askedAt = performance.now(); !ended.aborted; ) {
        await pause(pingMs, ended);
        // A process that was stopped and goes on must not wait for an answer: the server has dropped the session by now.
        const wasSilentTooLong = performance.now() - askedAt > idleMs;
        askedAt = performance.now();
        if (ended.aborted) return;
        if (wasSilentTooLong || !(await inTime(isHeld(), idleMs / 2))) lost.abort(new Error('the lock is not held'));
      }
    },
    release() {
      if (lost.signal.aborted) connection.destroy();
      else connection.end().catch(() => connection.destroy());
    },
  };
}

async function inTime(answer: Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = pause(timeoutMs, timer.signal).then(() => false);
  const isYes = await Promise.race([answer.catch(() => false), late]);
  timer.abort();
  return isYes;
}

async function isYes(connection: Connection, sql: string, values: unknown[]): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>(sql, values);
  return String(rows[0]?.yes) === '1';
}
