import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { choosePorts, freePort } from '../src/ports.js';
import { temporaryFolder } from './temporary-folder.js';

const folder = temporaryFolder();

async function occupy(port: number, host: string): Promise<Server> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  return server;
}

const module = new URL('../src/ports.js', import.meta.url).href;
/** What a start does: choose, and a while later listen. It prints the port, or why it has none, and stays. */
const start = (file: string, wish: number) => `
  import { createServer } from 'node:net';
  import { setTimeout } from 'node:timers/promises';
  import { choosePorts, oneAtATime } from ${JSON.stringify(module)};
  await oneAtATime(async () => {
    const { gateway } = await choosePorts(${JSON.stringify(file)}, { gateway: ${wish} });
    await setTimeout(300);
    const server = createServer().on('error', ({ code }) => console.log(code));
    await new Promise((resolve) => server.once('error', resolve).listen(gateway, '127.0.0.1', resolve));
    if (server.listening) console.log(gateway);
  });`;

it('checkouts that start at the same moment and wish for the same port each get one of their own', async () => {
  const wish = await freePort();
  const processes = [1, 2, 3].map((index) =>
    spawn(process.execPath, ['--input-type=module', '-e', start(join(folder, `race-${index}.json`), wish)], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  try {
    const said = await Promise.all(
      processes.map(async ({ stdout }) => Number(String((await once(stdout, 'data'))[0]))),
    );
    expect(said).toContain(wish);
    expect(said.every((port) => port > 0)).toBe(true);
    expect(new Set(said).size).toBe(3);
  } finally {
    for (const child of processes) child.kill('SIGKILL');
  }
}, 60_000);

describe('choosePorts', () => {
  it('takes the wished port, remembers it, and takes another one while another process has it', async () => {
    const file = join(folder, 'ports.json');
    const wish = await freePort();
    expect(await choosePorts(file, { gateway: wish })).toEqual({ gateway: wish });
    expect(await choosePorts(file, { gateway: undefined })).toEqual({ gateway: wish });
    const server = await occupy(wish, '127.0.0.1');
    const { gateway } = await choosePorts(file, { gateway: wish });
    server.close();
    expect(gateway).not.toBe(wish);
    expect(await choosePorts(file, { gateway: wish })).toEqual({ gateway });
  });

  it('sees a server that listens on every address', async () => {
    const port = await freePort();
    const server = await occupy(port, '::');
    expect(await freePort([port])).not.toBe(port);
    server.close();
  });

  it('gives no port twice, keeps names that others remembered, and survives a broken file', async () => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, '{ half');
    const port = await freePort();
    const { identity } = await choosePorts(file, { identity: port });
    const { audit } = await choosePorts(file, { audit: undefined });
    const { first, second } = await choosePorts(file, { first: await freePort(), second: undefined });
    expect(new Set([first, second]).size).toBe(2);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ identity, audit, first, second });
  });

  it('stays below the ports of outgoing connections', async () => {
    const port = await freePort();
    expect(port).toBeGreaterThanOrEqual(20_000);
    expect(port).toBeLessThan(32_000);
  });
});
