import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readPlatformDescription } from '../src/platform-description.js';
import { waitUntil } from '../src/wait.js';
import { makeFixtureCheckout, makeGatewayBuildable, runCommand } from './fixture-checkout.js';
import { processesIn } from './running-processes.js';
import { temporaryFolder } from './temporary-folder.js';

const checkout = temporaryFolder();
const dataFolder = join(checkout, '.genkan');
const timeoutMs = 120_000;

describe('the loop', () => {
  beforeAll(() => makeFixtureCheckout(checkout));
  afterAll(() => runCommand(checkout, ['reset']).ended(), timeoutMs);

  it(
    'npm run dev restarts the one service whose code was saved, tells a fault, and recovers when it is mended',
    async () => {
      const ask = async (path: string) =>
        await (await fetch(`${readPlatformDescription(dataFolder).services.gateway?.url}${path}`)).text();
      const file = makeGatewayBuildable(checkout);
      const source = readFileSync(file, 'utf8');
      const run = runCommand(checkout, ['start', '--watch']);
      await run.said('Stop with Ctrl-C');
      const pidsBefore = readPlatformDescription(dataFolder).services;
      writeFileSync(file, source.replace("'ready'", "'changed'"));
      await run.said('gateway runs with the change');
      expect(await ask('/health/ready')).toBe('changed');
      const { gateway, ...others } = readPlatformDescription(dataFolder).services;
      expect(pidsBefore).toMatchObject(others);
      expect(gateway?.pid).not.toBe(pidsBefore.gateway?.pid);

      writeFileSync(file, 'const half = ;');
      await run.said('The build failed, so nothing is restarted');
      expect(await ask('/health/ready')).toBe('changed');
      writeFileSync(file, source.replace("'ready'", "'mended'"));
      await waitUntil(async () => (await ask('/health/ready').catch(() => '')) === 'mended', {
        what: 'the mended service',
        timeoutMs: 60_000,
      });
      run.child.kill('SIGINT');
      expect(await run.ended()).toBe(0);
      expect(processesIn(checkout)).toEqual([]);
    },
    timeoutMs,
  );

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'npm test that is ended by %s leaves nothing of what its tests started, not even a stopped process',
    async (signal) => {
      const sign = join(checkout, 'infra', 'local', 'hanging');
      rmSync(sign, { force: true });
      const tests = runCommand(checkout, ['test', 'infra/local'], { HANG: 'yes' });
      await waitUntil(() => existsSync(sign), { what: 'tests that hang', timeoutMs: 60_000 });
      tests.child.kill(signal);
      expect(await tests.ended()).toBe(signal === 'SIGKILL' ? signal : 130);
      await waitUntil(() => processesIn(checkout).length === 0, { what: 'the end of everything', timeoutMs: 30_000 });
    },
    timeoutMs,
  );

  it(
    'npm test -- --keep leaves its servers running for the next one, and a reset ends them',
    async () => {
      const servers = [];
      for (let count = 0; count < 2; count += 1) {
        const tests = runCommand(checkout, ['test', '--keep', 'infra/local']);
        expect(await tests.ended()).toBe(1);
        servers.push(/mysql:\S+ \S+/.exec(tests.output())?.[0], processesIn(checkout).sort().join());
      }
      expect(servers.slice(2)).toEqual(servers.slice(0, 2));
      expect(servers[1]).toMatch(/^\d+,\d+$/);
      expect(await runCommand(checkout, ['reset']).ended()).toBe(0);
      expect(processesIn(checkout)).toEqual([]);
    },
    timeoutMs,
  );

  it(
    'npm test starts no server for a workspace that needs none',
    async () => {
      const before = processesIn(checkout);
      const tests = runCommand(checkout, ['test', 'packages/kafka-client']);
      expect(await tests.ended()).toBe(0);
      expect(tests.output()).not.toContain('Starting the database');
      expect(processesIn(checkout)).toEqual(before);
    },
    timeoutMs,
  );
});
