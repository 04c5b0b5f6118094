import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { acquireLock } from '../boot/lock.mjs';
import { writePidFile } from '../boot/processes.mjs';
import { temporaryFolder } from './temporary-folder.js';

const folder = temporaryFolder();
const refusal = (pid: number) => `process ${pid} holds it`;

describe('acquireLock', () => {
  it('refuses while another process holds the lock, naming it, and succeeds after that process was killed', async () => {
    const holder = spawn('sleep', ['60'], { stdio: 'ignore' });
    writePidFile(folder, 'start', holder.pid ?? 0);
    await expect(acquireLock(folder, 'start', { waitMs: 0, refusal })).rejects.toThrow(
      `process ${holder.pid} holds it`,
    );
    const later = acquireLock(folder, 'start', { waitMs: 10_000, refusal });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    (await later)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('lets different names be held side by side', async () => {
    const releases = [
      await acquireLock(folder, 'start', { waitMs: 0, refusal }),
      await acquireLock(folder, 'test', { waitMs: 0, refusal }),
    ];
    expect(readdirSync(folder)).toHaveLength(2);
    for (const release of releases) release();
  });

  it('is never held by two of many processes that come at once', async () => {
    const race = join(folder, 'race');
    mkdirSync(race);
    const script = `
      import { appendFileSync } from 'node:fs';
      import { acquireLock } from ${JSON.stringify(new URL('../boot/lock.mjs', import.meta.url).href)};
      const release = await acquireLock(${JSON.stringify(race)}, 'race', { waitMs: 20_000, refusal: String });
      appendFileSync(${JSON.stringify(join(race, 'log'))}, 'in ');
      await new Promise((resolve) => setTimeout(resolve, 20));
      appendFileSync(${JSON.stringify(join(race, 'log'))}, 'out ');
      release();`;
    writeFileSync(join(race, 'racer.mjs'), script);
    const racers = Array.from({ length: 5 }, () =>
      spawn(process.execPath, [join(race, 'racer.mjs')], { stdio: 'inherit' }),
    );
    const codes = await Promise.all(racers.map(async (racer) => (await once(racer, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0, 0, 0]);
    expect(readFileSync(join(race, 'log'), 'utf8')).toBe('in out '.repeat(5));
  });
});
