import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

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
  return state === 'Z' || state === 'X' ? undefined : `${pid}-${ticksSinceBoot}-${bootId()}`;
}

function bootId() {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
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
