import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { signalGroup } from './leftovers.mjs';
import { Problem } from './problem.mjs';
import { writeTicket } from './tickets.mjs';

/**
 * @typedef {object} Command
 * @property {string} name for messages and for the ticket
 * @property {string} command
 * @property {string[]} args
 * @property {string} ticketFolder where the next run finds it if this one is killed
 * @property {number} timeoutMs
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {AbortSignal} [signal]
 * @property {(line: string) => void} [onLine] every line of stdout and stderr as it comes
 */

const graceMs = 5_000;

/**
 * Runs a program to its end, in a process group of its own: a Ctrl-C at the terminal reaches only us, and we end the group.
 *
 * @param {Command} command
 * @returns {Promise<{ code: number, output: string }>} code 127 when the program cannot be started
 */
export function runToEnd({ name, command, args, ticketFolder, timeoutMs, cwd, env, signal, onLine }) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new Problem(`${name}: interrupted.`));
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const removeTicket = child.pid === undefined ? () => {} : writeTicket(ticketFolder, name, child.pid);
    /** @type {string[]} */
    const lines = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        onLine?.(line);
      });
    }

    /** @type {Problem | undefined} */
    let reason;
    /** @type {NodeJS.Timeout | undefined} */
    let killTimer;
    /** @param {string} why */
    const end = (why) => {
      if (reason !== undefined || child.pid === undefined) return;
      const { pid } = child;
      reason = new Problem(`${name}: ${why}.`, lines.slice(-20).join('\n'));
      signalGroup(pid, 'SIGTERM');
      killTimer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
    };
    const onAbort = () => end('interrupted');
    const timer = setTimeout(() => end(`not finished after ${timeoutMs / 1000} s`), timeoutMs);
    signal?.addEventListener('abort', onAbort);

    /** @param {number} code */
    const finish = (code) => {
      clearTimeout(timer);
      clearTimeout(killTimer);
      signal?.removeEventListener('abort', onAbort);
      removeTicket();
      if (reason === undefined) resolve({ code, output: lines.join('\n') });
      else reject(reason);
    };
    child.once('error', (error) => {
      lines.push(error.message);
      if (child.pid === undefined) finish(127);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
}
