import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readPlatformDescription } from '../src/platform-description.js';
import { type CommandRun, makeFixtureCheckout, runScript } from './fixture-checkout.js';
import { processesIn } from './running-processes.js';
import { temporaryFolder } from './temporary-folder.js';

const checkout = temporaryFolder();
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
    'starts the platform and says what to open',
    async () => {
      run = runScript(checkout, 'start.mjs');
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
      const second = runScript(checkout, 'start.mjs');
      expect(await second.ended()).toBe(1);
      expect(second.output()).toContain(`already runs in this checkout (process ${run.child.pid})`);
      const reset = runScript(checkout, 'reset.mjs');
      expect(await reset.ended()).toBe(1);
      expect(reset.output()).toContain(`is running (process ${run.child.pid}): end it with Ctrl-C, then reset.`);
    },
    timeoutMs,
  );

  it(
    'lets npm test run beside it, with a database and a broker of its own, and passes on its exit code',
    async () => {
      const tests = runScript(checkout, 'test.mjs', ['infra/local']);
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
      run = runScript(checkout, 'start.mjs');
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
      run = runScript(checkout, 'start.mjs');
      await run.said('Starting the services');
      run.child.kill('SIGTERM');
      expect(await run.ended()).toBe(130);
      expect(run.output()).toContain('Interrupted: everything that was started has been ended.');
      expect(processesIn(checkout)).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'ends with exit code 1 when a service dies, and says which',
    async () => {
      run = runScript(checkout, 'start.mjs');
      await run.said(isUp);
      process.kill(readPlatformDescription(dataFolder).services.identity?.pid ?? 0, 'SIGKILL');
      expect(await run.ended()).toBe(1);
      expect(run.output()).toContain('✗ identity ended unexpectedly (SIGKILL)');
      expect(processesIn(checkout)).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'forgets everything after a reset',
    async () => {
      const reset = runScript(checkout, 'reset.mjs');
      expect(await reset.ended()).toBe(0);
      expect(readdirSync(dataFolder).sort()).toEqual(['cache', 'locks']);
    },
    timeoutMs,
  );
});
