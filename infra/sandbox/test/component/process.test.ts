import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningSandbox, runningSandbox } from './running-sandbox.js';

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url));

describe('the process', () => {
  let running: RunningSandbox;
  beforeAll(async () => {
    running = await runningSandbox();
  });
  afterAll(() => running.close());

  function start(environment: Record<string, string>) {
    const child = spawn(process.execPath, [MAIN], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    return { child, output: () => output };
  }

  it('listens, says where, and ends on SIGTERM', async () => {
    const { child, output } = start({ PORT: '0', SMTP_PORT: '0' });
    await once(child.stdout, 'data');
    const { page } = JSON.parse(output());
    expect(await (await fetch(new URL('/health/ready', page))).json()).toEqual({ status: 'ready' });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('does not start in production', async () => {
    const { child, output } = start({ PORT: '0', SMTP_PORT: '0', NODE_ENV: 'production', SMS_KEY: 'fZ3kq9TzW8vN2rLx' });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output()).toContain('NODE_ENV');
  });

  it.each(['PORT', 'SMTP_PORT'])('ends when another process has its %s', async (name) => {
    const taken = name === 'PORT' ? new URL(running.url).port : String(running.smtpPort);
    const { child, output } = start({ PORT: '0', SMTP_PORT: '0', [name]: taken });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output()).toContain('EADDRINUSE');
  });
});
