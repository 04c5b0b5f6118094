import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from './problem.mjs';
import { readPidFiles, writePidFile } from './processes.mjs';

/**
 * Takes a lock that dies with this process, also by SIGKILL. Each one writes a pid file first and looks at the others' after, so
 * of two that come at once the later look sees both: never two holders, at worst none, and then both wait a moment and retry.
 *
 * @param {string} folder
 * @param {string} name
 * @param {{ waitMs: number, refusal: (pid: number) => string }} options `refusal` makes the sentence once `waitMs` have passed
 * @returns {Promise<() => void>} releases the lock
 */
export async function acquireLock(folder, name, { waitMs, refusal }) {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const release = writePidFile(folder, name, process.pid);
    const holder = otherHolder(folder, name);
    if (holder === undefined) return release;
    release();
    if (Date.now() >= deadline) throw new Problem(refusal(holder));
    await sleep(100 + Math.random() * 200);
  }
}

/** @param {string} folder @param {string} name */
function otherHolder(folder, name) {
  const others = readPidFiles(folder).filter((file) => file.name === name && file.pid !== process.pid);
  for (const file of others) {
    if (file.isAlive) return file.pid;
    file.remove();
  }
  return undefined;
}
