import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { java, mariadbd, maven } from '../boot/programs.mjs';
import { readPlatformDescription } from '../src/platform-description.js';
import { waitUntil } from '../src/wait.js';
import { type CommandRun, makeFixtureCheckout, runCommand } from './fixture-checkout.js';
import { processesIn } from './running-processes.js';
import { temporaryFolder } from './temporary-folder.js';

/** A path that a URL, a shell and Java each write in their own way. */
const checkout = join(temporaryFolder(), '작업 폴더');
const dataFolder = join(checkout, '.genkan');
const timeoutMs = 120_000;
const isUp = 'Stop with Ctrl-C';

/** The tests of this file tell one story, in order. */
describe('npm start, npm test and npm run reset in a fresh checkout', () => {
  let run: CommandRun;
  const ask = async (path: string) =>
    await (await fetch(`${readPlatformDescription(dataFolder).services.gateway?.url}${path}`)).text();
  const namesBefore: string[] = [];

  beforeAll(() => makeFixtureCheckout(checkout));
  afterAll(async () => {
    run.child.kill('SIGTERM');
    await run.ended();
  }, timeoutMs);

  it(
    'tells every missing program at once, before anything is built',
    async () => {
      const bin = join(checkout, '..', 'bin');
      mkdirSync(bin);
      symlinkSync(process.execPath, join(bin, 'node'));
      const start = runCommand(checkout, ['start'], { PATH: bin, XDG_CACHE_HOME: join(bin, 'cache') });
      expect(await start.ended()).toBe(1);
      expect(start.output().trim().split('\n')).toEqual([
        `✗ ${mariadbd.remedy}`,
        `✗ ${java.remedy}`,
        `✗ ${maven.remedy}`,
      ]);
      expect(existsSync(join(checkout, 'infra', 'local', 'dist'))).toBe(false);
    },
    timeoutMs,
  );

  it(
    'starts the platform and says what to open',
    async () => {
      run = runCommand(checkout, ['start']);
      await run.said(isUp);
      const { publicUrl, sandboxUrl } = readPlatformDescription(dataFolder);
      expect(run.output()).toContain('Building @genkan/local');
      for (const text of [
        publicUrl,
        `${publicUrl}/api/docs`,
        sandboxUrl,
        'npm run demo',
        'npm run audit:tail',
        `export API=${publicUrl}/api/v1 INBOX=${sandboxUrl}/api/messages`,
        'Ctrl-C',
        'Safari',
      ]) {
        expect(run.output()).toContain(text);
      }
      namesBefore.push(...JSON.parse(await ask('/names')));
    },
    timeoutMs,
  );

  it(
    'refuses a second start and a reset while it runs, naming the process',
    async () => {
      const second = runCommand(checkout, ['start']);
      expect(await second.ended()).toBe(1);
      expect(second.output()).toContain(`already runs in this checkout (process ${run.child.pid})`);
      const reset = runCommand(checkout, ['reset']);
      expect(await reset.ended()).toBe(1);
      expect(reset.output()).toContain(`is running (process ${run.child.pid}): end it with Ctrl-C, then reset.`);
    },
    timeoutMs,
  );

  it(
    'lets npm test run beside it, with a database and a broker of its own, and passes on its exit code',
    async () => {
      const tests = runCommand(checkout, ['test', 'infra/local']);
      expect(await tests.ended()).toBe(1);
      expect(tests.output().trimEnd()).toMatch(/\n3 passed, 1 failed$/);
      const { databaseUrl, kafkaBrokers } = readPlatformDescription(dataFolder);
      expect(tests.output()).toMatch(/mysql:\/\/root:\w+@127\.0\.0\.1:\d+\/ 127\.0\.0\.1:\d+/);
      expect(tests.output()).toContain('Packages in scope: @genkan/local\n');
      expect(tests.output()).not.toContain(databaseUrl);
      expect(tests.output()).not.toContain(kafkaBrokers);
    },
    timeoutMs,
  );

  it(
    'recovers from a SIGKILL: the next start ends what was left, is warm and has all data',
    async () => {
      run.child.kill('SIGKILL');
      await run.ended();
      const left = processesIn(checkout);
      expect(left.length).toBeGreaterThan(5);
      run = runCommand(checkout, ['start']);
      await run.said(isUp);
      expect(run.output()).not.toContain('Building');
      expect(processesIn(checkout).filter((pid) => left.includes(pid))).toEqual([]);
      expect(JSON.parse(await ask('/names'))).toEqual([...namesBefore, expect.any(String)]);
    },
    timeoutMs,
  );

  it(
    'ends everything on Ctrl-C, also when pressed twice',
    async () => {
      run.child.kill('SIGINT');
      run.child.kill('SIGINT');
      expect(await run.ended()).toBe(0);
      expect(processesIn(checkout)).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'ends everything when it is interrupted half-way',
    async () => {
      run = runCommand(checkout, ['start']);
      await run.said('Starting the services');
      run.child.kill('SIGTERM');
      expect(await run.ended()).toBe(130);
      expect(run.output()).toContain('Interrupted: everything that was started has been ended.');
      expect(processesIn(checkout)).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'starts a service again that died, says so in a line, and goes on',
    async () => {
      run = runCommand(checkout, ['start']);
      await run.said(isUp);
      const pidOf = () => readPlatformDescription(dataFolder).services.identity?.pid ?? 0;
      const pid = pidOf();
      process.kill(pid, 'SIGKILL');
      await run.said('identity is up again');
      expect(run.output()).toMatch(
        /✗ identity ended \(SIGKILL\), its log is .*identity\.log; it is started again in 0\.5 s\.\n/,
      );
      await waitUntil(() => pidOf() !== pid, { what: 'the new pid', timeoutMs: 5_000 });
      run.child.kill('SIGINT');
      expect(await run.ended()).toBe(0);
      expect(processesIn(checkout)).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'forgets everything after a reset',
    async () => {
      const reset = runCommand(checkout, ['reset']);
      expect(await reset.ended()).toBe(0);
      expect(readdirSync(dataFolder).sort()).toEqual(['locks']);
      expect(processesIn(checkout)).toEqual([]);
    },
    timeoutMs,
  );
});
