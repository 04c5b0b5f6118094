import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { probe } from '@genkan/testing/probe';
import { afterEach, describe, expect, it } from '@jest/globals';
import { undiciUpstream } from '../../src/upstreams/undici-upstream-adapter.js';
import type { Upstream } from '../../src/upstreams/upstream.js';

const servers: Server[] = [];
const upstreams: Upstream[] = [];
afterEach(async () => {
  await Promise.all(upstreams.splice(0).map((upstream) => upstream.close()));
  for (const server of servers.splice(0)) server.close();
});

/** A TCP server that says what the test wants, and counts what it was asked. */
async function tcpServer(onRequest: (socket: Socket, count: number) => void, port = 0) {
  let count = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => onRequest(socket, ++count));
  });
  servers.push(server);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, count: () => count };
}

function upstreamAt(port: number, settings = {}): Upstream {
  const upstream = undiciUpstream({ origin: `http://127.0.0.1:${port}`, ...settings });
  upstreams.push(upstream);
  return upstream;
}

const get = { method: 'GET', path: '/x', headers: {}, body: null, deadlineMs: 2_000 };
const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-a: 1\r\nx-a: 2\r\n\r\nhi';

describe('a call to a service', () => {
  it('brings its answer, whole', async () => {
    const { port } = await tcpServer((socket) => socket.write(ok));
    const { status, headers, body } = await upstreamAt(port).send(get);
    expect([status, body.toString(), headers['x-a']]).toEqual([200, 'hi', '1,2']);
  });

  it('is tried again while nobody listens, because nothing has left', async () => {
    const { port } = await tcpServer(() => undefined);
    servers.pop()?.close();
    const sending = upstreamAt(port).send(get);
    await tcpServer((socket) => socket.write(ok), port);
    expect((await sending).status).toBe(200);
  });

  it('fails when still nobody listens', async () => {
    const { port } = await tcpServer(() => undefined);
    servers.pop()?.close();
    await expect(upstreamAt(port).send(get)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it.each([
    ['the connection ends without an answer', (socket: Socket) => socket.end()],
    ['the connection breaks', (socket: Socket) => socket.resetAndDestroy()],
    ['the answer is no HTTP', (socket: Socket) => socket.end('HELLO\r\n\r\n')],
    ['the answer breaks off', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhi')],
    [
      'the answer has two lengths',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nhi!'),
    ],
  ])('is never sent twice: %s', async (_, behaviour) => {
    const { port, count } = await tcpServer(behaviour);
    await expect(upstreamAt(port).send(get)).rejects.toMatchObject({ kind: 'broken' });
    expect(count()).toBe(1);
  });

  it('is given up at its deadline, also while it waits for a connection, and then never leaves', async () => {
    const sockets: Socket[] = [];
    const { port, count } = await tcpServer((socket) => sockets.push(socket));
    const upstream = upstreamAt(port, { connections: 1 });
    const first = upstream.send({ ...get, deadlineMs: 5_000 });
    await probe(() => count() === 1);
    await expect(upstream.send({ ...get, path: '/late', deadlineMs: 50 })).rejects.toMatchObject({ kind: 'timeout' });
    sockets[0]?.write(ok);
    expect((await first).status).toBe(200);
    const third = upstream.send(get);
    await probe(() => count() === 2);
    sockets[1]?.write(ok);
    await third;
    expect(count()).toBe(2);
  });

  it('is given up when it waited too long for a connection, and then never leaves', async () => {
    const sockets: Socket[] = [];
    const { port, count } = await tcpServer((socket) => sockets.push(socket));
    const upstream = upstreamAt(port, { connections: 1, waitMs: 50 });
    const first = upstream.send(get);
    await probe(() => count() === 1);
    await expect(upstream.send({ ...get, path: '/late' })).rejects.toMatchObject({ kind: 'busy' });
    sockets[0]?.write(ok);
    expect((await first).status).toBe(200);
    expect(count()).toBe(1);
  });

  it('refuses an answer that is too long', async () => {
    const { port } = await tcpServer((socket) => socket.write(ok));
    await expect(upstreamAt(port, { longestAnswerBytes: 1 }).send(get)).rejects.toMatchObject({ kind: 'broken' });
  });

  it('reads past interim answers', async () => {
    const { port } = await tcpServer((socket) => socket.write(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${ok}`));
    expect((await upstreamAt(port).send(get)).status).toBe(200);
  });
});
