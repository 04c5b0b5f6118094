import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { endOrphans, processMark, readPidFiles, writePidFile } from '../boot/processes.mjs';
import { temporaryFolder } from './temporary-folder.js';

const folder = temporaryFolder();

function sleeper() {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  return { pid: child.pid ?? 0, ended: once(child, 'exit'), end: () => child.kill('SIGKILL') };
}

describe('processMark', () => {
  it('is the same for as long as a process runs and is gone with it', async () => {
    const { pid, ended, end } = sleeper();
    const mark = processMark(pid);
    expect(mark).toMatch(new RegExp(`^${pid}-`));
    expect(processMark(pid)).toBe(mark);
    end();
    await ended;
    expect(processMark(pid)).toBeUndefined();
  });
});

describe('endOrphans', () => {
  it('ends the process that a pid file names, and removes the file', async () => {
    const pidFolder = join(folder, 'named');
    const { pid, ended } = sleeper();
    writePidFile(pidFolder, 'sleeper', pid);
    expect(await endOrphans(pidFolder)).toEqual(['sleeper']);
    expect((await ended)[1]).toBe('SIGTERM');
    expect(readdirSync(pidFolder)).toEqual([]);
  });

  it('never touches a process that got the pid later', async () => {
    const pidFolder = join(folder, 'reused');
    const { pid, ended, end } = sleeper();
    writePidFile(pidFolder, 'sleeper', pid);
    const [fileName = ''] = readdirSync(pidFolder);
    const startedAt = processMark(pid)?.split('-')[1] ?? '';
    renameSync(join(pidFolder, fileName), join(pidFolder, fileName.replace(startedAt, String(Number(startedAt) - 1))));
    expect(readPidFiles(pidFolder)).toMatchObject([{ name: 'sleeper', pid, isAlive: false }]);
    expect(await endOrphans(pidFolder)).toEqual([]);
    expect(processMark(pid)).toBeDefined();
    expect(readdirSync(pidFolder)).toEqual([]);
    end();
    await ended;
  });

  it('has nothing to do in a folder that does not exist', async () => {
    expect(await endOrphans(join(folder, 'missing'))).toEqual([]);
  });
});
