import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { endLeftovers } from '../boot/leftovers.mjs';
import { processMark } from '../boot/process-mark.mjs';
import { readTickets, writeTicket } from '../boot/tickets.mjs';
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

describe('endLeftovers', () => {
  it('ends the process that a ticket names, and removes the ticket', async () => {
    const tickets = join(folder, 'named');
    const { pid, ended } = sleeper();
    writeTicket(tickets, 'sleeper', pid);
    expect(await endLeftovers(tickets)).toEqual(['sleeper']);
    expect((await ended)[1]).toBe('SIGTERM');
    expect(readdirSync(tickets)).toEqual([]);
  });

  it('never touches a process that got the pid later', async () => {
    const tickets = join(folder, 'reused');
    const { pid, ended, end } = sleeper();
    writeTicket(tickets, 'sleeper', pid);
    const [fileName = ''] = readdirSync(tickets);
    const startedAt = processMark(pid)?.split('-')[1] ?? '';
    renameSync(join(tickets, fileName), join(tickets, fileName.replace(startedAt, String(Number(startedAt) - 1))));
    expect(readTickets(tickets)).toMatchObject([{ name: 'sleeper', pid, isAlive: false }]);
    expect(await endLeftovers(tickets)).toEqual([]);
    expect(processMark(pid)).toBeDefined();
    expect(readdirSync(tickets)).toEqual([]);
    end();
    await ended;
  });

  it('has nothing to do in a folder that does not exist', async () => {
    expect(await endLeftovers(join(folder, 'missing'))).toEqual([]);
  });
});
