import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { probe } from '@genkan/testing/probe';
import { afterEach, describe, expect, it } from '@jest/globals';

const program = fileURLToPath(new URL('./service-process.js', import.meta.url));
const started: ChildProcessWithoutNullStreams[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function start(env: Record<string, string> = {}) {
  const key = randomBytes(32).toString('base64');
  const child = spawn(process.execPath, [program], { env: { PORT: '0', KEY: key, ...env } });
  started.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    output.stdout += text;
  });
  child.stderr.on('data', (text) => {
    output.stderr += text;
  });
  const lines = () =>
    output.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const port = () => probe(() => lines().find(({ msg }) => msg === 'listening')?.port as number | undefined);
  return { child, output, lines, ended, port };
}

describe('a service process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'on %s stops listening, closes everything and exits with 0',
    async (signal) => {
      const { child, lines, ended, port } = start();
      expect(await (await fetch(`http://127.0.0.1:${await port()}/`)).text()).toBe('ok');
      child.kill(signal);
      expect(await ended).toBe(0);
      expect(lines().map(({ msg }) => msg)).toEqual(['started', 'listening', 'stopping', 'closed', 'stopped']);
    },
  );

  it('on a second signal exits at once', async () => {
    const { child, lines, ended, port } = start();
    const hanging = fetch(`http://127.0.0.1:${await port()}/hang`).catch(() => 'cut');
    await fetch(`http://127.0.0.1:${await port()}/`);
    child.kill('SIGTERM');
    await probe(() => lines().some(({ msg }) => msg === 'stopping'));
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
    expect(await hanging).toBe('cut');
  });

  it('tells all problems of its environment once, by name, and exits with 1', async () => {
    const { output, ended } = start({ PORT: 'eighty', KEY: 'short' });
    expect(await ended).toBe(1);
    expect(output.stderr.match(/PORT: .*/g)).toHaveLength(1);
    expect(output.stderr.match(/KEY: .*/g)).toHaveLength(1);
    expect(output.stderr).not.toMatch(/eighty|short|at .*\.js/);
    expect(output.stdout).toBe('');
  });

  it('that cannot have its port says so and exits with 1', async () => {
    const first = start();
    const second = start({ PORT: String(await first.port()) });
    expect(await second.ended).toBe(1);
    expect(second.lines().at(-1)).toMatchObject({ level: 'fatal', msg: 'the service could not start' });
  });

  it.each([
    ['/forget-a-promise', 'unhandled rejection', 'forgotten promise'],
    ['/throw-later', 'uncaught exception', 'thrown later'],
  ])('that does %s dies loudly instead of going on half-broken', async (path, msg, message) => {
    const { lines, ended, port } = start();
    await fetch(`http://127.0.0.1:${await port()}${path}`).catch(() => undefined);
    expect(await ended).toBe(1);
    expect(lines().at(-1)).toMatchObject({ level: 'fatal', msg, err: { message } });
  });

  it('that cannot close in order exits with 1', async () => {
    const { child, lines, ended, port } = start({ CLOSE: 'fails' });
    await port();
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
    expect(lines().at(-1)).toMatchObject({ level: 'fatal', msg: 'the service did not stop in order' });
  });
});
