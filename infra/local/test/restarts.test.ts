import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { Restarts } from '../src/restarts.js';
import { SupervisedProcess } from '../src/supervised-process.js';
import { waitUntil } from '../src/wait.js';
import { temporaryFolder } from './temporary-folder.js';

const folder = temporaryFolder();
const broken = join(folder, 'broken');
const lines: string[] = [];
const said = (text: string, count = 1) =>
  waitUntil(() => lines.filter((line) => line.includes(text)).length >= count, { what: text, timeoutMs: 20_000 });

const interrupted = new AbortController();
const restarts = new Restarts({
  out: (line) => lines.push(line),
  signal: interrupted.signal,
  onRestarted: () => lines.push('described'),
  delaysMs: [10, 20, 30],
});
let started: SupervisedProcess;
afterEach(() => started.stop());

it('a process that keeps dying is tried later each time, which is said plainly, and in the end only slowly; it is not given up', async () => {
  started = await SupervisedProcess.start({
    name: 'identity',
    command: process.execPath,
    args: [
      '-e',
      `const { existsSync } = require('node:fs'); if (existsSync(${JSON.stringify(broken)})) process.exit(7); setInterval(() => {}, 1_000)`,
    ],
    cwd: folder,
    env: process.env,
    pidFolder: join(folder, 'pids'),
    logFile: join(folder, 'identity.log'),
    // It must have had the time to look for the file.
    isReady: () => new Promise((resolve) => setTimeout(() => resolve(true), 1_000)),
    readyTimeoutMs: 20_000,
    onDeath: (_, dead) => restarts.revive(dead),
  });
  const { pid } = started;
  process.kill(pid, 'SIGKILL');
  await said('identity is up again');
  expect(lines).toEqual([
    `✗ identity ended (SIGKILL), its log is ${join(folder, 'identity.log')}; it is started again in 0.01 s.`,
    '✓ identity is up again.',
    'described',
  ]);
  expect(started.pid).not.toBe(pid);

  writeFileSync(broken, '');
  process.kill(started.pid, 'SIGKILL');
  await said('it has died 4 times in a row, so it is tried every 0.03 s only: mend what the log says.');
  expect(lines).toContainEqual(expect.stringContaining('identity ended (exit code 7)'));
  rmSync(broken);
  await said('identity is up again', 2);

  interrupted.abort();
  const before = lines.length;
  process.kill(started.pid, 'SIGKILL');
  await started.exited;
  await restarts.settled();
  expect(lines.slice(before)).toEqual([]);
  expect(started.isRunning).toBe(false);
}, 60_000);
