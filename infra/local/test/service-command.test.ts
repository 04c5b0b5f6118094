import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { repositoryRoot } from '../src/repository-root.js';
import { temporaryFolder } from './temporary-folder.js';

const checkout = temporaryFolder();
const local = join(checkout, 'infra', 'local');
for (const name of ['boot', 'service-command.mjs']) {
  cpSync(join(repositoryRoot, 'infra', 'local', name), join(local, name), { recursive: true });
}
writeFileSync(
  join(checkout, 'command.mjs'),
  'process.stdin.pipe(process.stdout); console.log(process.env.TOLD, process.env.OWN, ...process.argv.slice(2)); process.exitCode = 3;',
);

function describePlatform(pid: number | undefined) {
  mkdirSync(join(checkout, '.genkan'), { recursive: true });
  const services = { identity: { env: { TOLD: 'by npm start' } } };
  writeFileSync(join(checkout, '.genkan', 'platform.json'), JSON.stringify({ pid, services }));
}

async function run(service: string) {
  const args = [join(local, 'service-command.mjs'), service, 'command.mjs', '--since', '10m'];
  const child = spawn(process.execPath, args, { env: { ...process.env, TOLD: 'mine', OWN: 'kept' } });
  child.stdin.end('typed');
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { out, error, code };
}

it('says what to do when no platform runs', async () => {
  expect(await run('identity')).toEqual({
    out: '',
    error: '✗ No platform runs in this checkout: start one with `npm start` in another terminal.\n',
    code: 1,
  });
});

it('runs the command with what the service was told, on the same terminal, and ends as it ends', async () => {
  describePlatform(process.pid);
  expect(await run('identity')).toEqual({ out: 'by npm start kept --since 10m\ntyped', error: '', code: 3 });
  expect((await run('nobody')).code).toBe(1);
});

it('runs a command of no service as it is', async () => {
  describePlatform(process.pid);
  expect(await run('-')).toEqual({ out: 'mine kept --since 10m\ntyped', error: '', code: 3 });
});

it('does not believe a description whose process is gone', async () => {
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'close');
  describePlatform(gone.pid);
  expect((await run('-')).error).toContain('No platform runs in this checkout');
});
