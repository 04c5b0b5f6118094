import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { edits } from '../src/edits.js';
import { freshCopy, linkWorkspaces } from './fresh-copy.js';

const SLOW_MS = 300_000;

/** Two services, one after the other, as the repository grows. */
describe('npm run new:service, in a copy of the repository', () => {
  let root: string;
  const command = 'infra/scaffold/dist/src/new-service-command.js';
  const tsc = (...folders: string[]) => run('node_modules/typescript/bin/tsc', '-b', ...folders);
  const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
  const edited = () => Object.keys(edits).map(textOf);

  async function run(...args: string[]) {
    const child = spawn(process.execPath, args, { cwd: root, timeout: SLOW_MS });
    const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code, told: out + error };
  }

  async function jest(folder: string, ...args: string[]) {
    const config = ['-c', 'jest.config.mjs', '--rootDir', folder];
    return await run('--experimental-vm-modules', 'node_modules/jest/bin/jest.js', ...config, ...args);
  }

  beforeAll(async () => {
    root = freshCopy();
    expect(await tsc('infra/scaffold')).toEqual({ code: 0, told: '' });
  }, SLOW_MS);
  afterAll(() => rmSync(root, { recursive: true }));

  it('writes nothing when a file is not as it should be, and says which', async () => {
    const path = 'docker-compose.yml';
    const whole = textOf(path);
    writeFileSync(join(root, path), whole.replace('  audit-settings:', '  audits-settings:'));
    const before = edited();
    const { code, told } = await run(command, 'ledger');
    expect([code, told]).toEqual([1, expect.stringContaining('docker-compose.yml cannot be changed')]);
    expect(edited()).toEqual(before);
    expect(existsSync(join(root, 'services/ledger'))).toBe(false);
    writeFileSync(join(root, path), whole);
  });

  it(
    'writes services that are formatted and compile, each on a port of its own',
    async () => {
      for (const name of ['billing-gate', 'ledger']) {
        expect(await tsc('infra/scaffold')).toEqual({ code: 0, told: '' });
        expect(await run(command, name)).toMatchObject({ code: 0 });
      }
      expect(textOf('packages/contracts/src/service-name.ts')).toMatch(
        /'billing-gate': \{ port: 4404,.*\n {2}ledger: \{ port: 4405,/,
      );
      const { packages } = JSON.parse(textOf('package-lock.json'));
      expect(packages['services/billing-gate']).toMatchObject({ name: '@genkan/billing-gate' });
      linkWorkspaces(root);
      expect(await run('node_modules/@biomejs/biome/bin/biome', 'check', '.')).toMatchObject({ code: 0 });
      expect(await tsc()).toEqual({ code: 0, told: '' });
    },
    SLOW_MS,
  );

  it.each([
    ['services/billing-gate', ''],
    ['services/ledger', ''],
    ['services/gateway', 'conformance'],
    ['packages/contracts', ''],
    ['packages/policy', 'genkan-catalogue'],
    ['infra/architecture', ''],
    ['infra/docker', '(compose|dockerfile).test'],
  ])(
    'leaves the tests of %s %s green',
    async (folder, pattern) => {
      expect(await jest(folder, pattern)).toMatchObject({
        code: 0,
        told: expect.stringMatching(/Tests: .*[1-9]\d* passed/),
      });
    },
    SLOW_MS,
  );
});
