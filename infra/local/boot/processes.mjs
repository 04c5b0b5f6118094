import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from './problem.mjs';

/**
 * Names a running process in a way that is never given twice: `<pid>-<start time>[-<boot>]`. A pid alone is reused, so it must
 * never decide what is killed.
 *
 * @param {number} pid
 * @returns {string | undefined} undefined when no such process runs (a zombie does not run)
 */
export function processMark(pid) {
  return process.platform === 'linux' ? linuxMark(pid) : psMark(pid);
}

/** @param {number} pid */
function linuxMark(pid) {
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The second field is the command in brackets and may hold anything, so fields are counted from the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const ticksSinceBoot = fields[19];
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  return state === 'Z' || state === 'X' ? undefined : `${pid}-${ticksSinceBoot}-${boot}`;
}

/** @param {number} pid */
function psMark(pid) {
  let line;
  try {
    line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 }).trim();
  } catch {
    return undefined;
  }
  const [state = 'Z', ...startTime] = line.split(/\s+/);
  return state.startsWith('Z') ? undefined : `${pid}-${startTime.join('_').replaceAll(':', '')}`;
}

/**
 * @typedef {object} PidFile an empty file `<name>@<process mark>`: it says which process holds a name, and outlives a crash
 * @property {string} name
 * @property {number} pid
 * @property {boolean} isAlive the very process that the file was written for still runs
 * @property {() => void} remove
 */

/**
 * @param {string} folder made when missing
 * @param {string} name
 * @param {number | undefined} pid undefined when the process could not be started
 * @returns {() => void} removes the file
 */
export function writePidFile(folder, name, pid) {
  const mark = pid === undefined ? undefined : processMark(pid);
  if (mark === undefined) return () => {};
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}@${mark}`);
  writeFileSync(file, '');
  return () => rmSync(file, { force: true });
}

/**
 * @param {string} folder
 * @returns {PidFile[]} none when there is no such folder
 */
export function readPidFiles(folder) {
  return entries(folder)
    .filter((fileName) => fileName.includes('@'))
    .map((fileName) => {
      const at = fileName.lastIndexOf('@');
      const mark = fileName.slice(at + 1);
      const pid = Number.parseInt(mark, 10);
      return {
        name: fileName.slice(0, at),
        pid,
        isAlive: processMark(pid) === mark,
        remove: () => rmSync(join(folder, fileName), { force: true }),
      };
    });
}

/** @param {string} folder */
function entries(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * Signals a process that was started as the leader of its own group, with everything it started in turn.
 *
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 * @returns {boolean} false when the group has ended already
 */
export function signalGroup(pid, signal) {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/**
 * Ends the processes that an earlier run started and, killed half-way, could not end itself. Only the very processes that it
 * wrote pid files for are touched: a pid that now belongs to another process is left alone.
 *
 * @param {string} folder where the pid files are
 * @returns {Promise<string[]>} the names of the processes that were ended
 */
export async function endOrphans(folder) {
  const alive = readPidFiles(folder).filter((file) => file.isAlive);
  await endAll(folder, ['SIGTERM', 'SIGCONT'], 10_000);
  await endAll(folder, ['SIGKILL'], 5_000);
  for (const file of readPidFiles(folder)) if (!file.isAlive) file.remove();
  return alive.map((file) => file.name);
}

/** @param {string} folder @param {NodeJS.Signals[]} signals @param {number} waitMs */
async function endAll(folder, signals, waitMs) {
  const alive = () => readPidFiles(folder).filter((file) => file.isAlive);
  for (const { pid } of alive()) for (const signal of signals) signalGroup(pid, signal);
  const deadline = Date.now() + waitMs;
  while (alive().length > 0 && Date.now() < deadline) await sleep(50);
}

/** The variable that everything started by a test command inherits; a test command inside another adds its own run to the list. */
export const runVariable = 'GENKAN_TEST_RUN';

/**
 * Kills every process whose environment names the run, be it stopped, in a group of its own or without a parent (Linux; elsewhere the
 * next run ends what has a pid file).
 *
 * @param {string} run
 */
export async function killRun(run) {
  for (let pids = pidsOfRun(run); pids.length > 0; pids = pidsOfRun(run)) {
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    await sleep(50);
  }
}

/** @param {string} run */
function pidsOfRun(run) {
  return entries('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(
      (pid) =>
        pid !== process.pid && environmentOf(pid).some((v) => v.startsWith(`${runVariable}=`) && v.includes(run)),
    )
    .filter((pid) => processMark(pid) !== undefined);
}

/** @param {number} pid */
function environmentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/**
 * @typedef {object} Command
 * @property {string} name for messages and for the pid file
 * @property {string} command
 * @property {string[]} args
 * @property {string} pidFolder where the next run finds it if this one is killed
 * @property {number} timeoutMs
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {AbortSignal} [signal]
 * @property {(line: string) => void} [onLine] every line of stdout and stderr as it comes
 * @property {(line: string) => void} [out] told again and again that the program still runs
 * @property {number} [progressMs] between two such lines
 */

const graceMs = 5_000;

/**
 * Runs a program to its end, in a process group of its own: a Ctrl-C at the terminal reaches only us, and we end the group.
 *
 * @param {Command} options
 * @returns {Promise<{ code: number, output: string }>} code 127 when the program cannot be started
 */
export function runToEnd(options) {
  const { name, command, args, pidFolder, timeoutMs, cwd, env, signal, onLine, out, progressMs = 15_000 } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new Problem(`${name}: interrupted.`));
    const startedAt = Date.now();
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const removePidFile = writePidFile(pidFolder, name, child.pid);
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
      const { pid } = child;
      if (reason !== undefined || pid === undefined) return;
      reason = new Problem(`${name}: ${why}.`, lines.slice(-20).join('\n'));
      signalGroup(pid, 'SIGTERM');
      killTimer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
    };
    const onAbort = () => end('interrupted');
    const timer = setTimeout(() => end(`not finished after ${timeoutMs / 1000} s`), timeoutMs);
    const progress = setInterval(() => {
      out?.(`… ${name} has been running for ${Math.round((Date.now() - startedAt) / 1000)} s`);
    }, progressMs);
    signal?.addEventListener('abort', onAbort);

    /** @param {number} code */
    const finish = (code) => {
      for (const each of [timer, killTimer, progress]) clearTimeout(each);
      signal?.removeEventListener('abort', onAbort);
      removePidFile();
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
