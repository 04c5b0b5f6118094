import { once } from 'node:events';
import { Agent, type IncomingMessage, type RequestListener, request } from 'node:http';
import { connect } from 'node:net';
import { createLogger } from '@genkan/observability/logger';
import { probe } from '@genkan/testing/probe';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Listening, listen } from '../../src/listen.js';

const logger = createLogger({ service: 'identity', level: 'silent' });
const open: Listening[] = [];
afterEach(() => Promise.all(open.splice(0).map(({ drain }) => drain())));

async function listening(app: RequestListener, limits = {}): Promise<Listening> {
  const started = await listen(app, { port: 0, host: '127.0.0.1', logger, limits: { drainMs: 200, ...limits } });
  open.push(started);
  return started;
}
const hello: RequestListener = (_req, res) => void res.end('hello');

/** Sends bytes as they are, and gives back everything until the connection ends. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  socket.write(bytes);
  return (await socket.toArray()).join('');
}
const problemIn = (text: string) => {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  expect(head).toContain('content-type: application/problem+json');
  expect(Number(/content-length: (\d+)/i.exec(head)?.[1])).toBe(body.length);
  return { status: Number(head.split(' ')[1]), ...JSON.parse(body) };
};

describe('what is no proper HTTP', () => {
  const host = 'Host: x\r\n';
  it.each([
    ['headers of 17 kB', `GET / HTTP/1.1\r\n${host}A: ${'a'.repeat(17_000)}\r\n\r\n`, 431, 'gateway.headers_too_large'],
    ['a URL of 17 kB', `GET /${'a'.repeat(17_000)} HTTP/1.1\r\n${host}\r\n`, 431, 'gateway.headers_too_large'],
    ['no request line', 'hello\r\n\r\n', 400, 'gateway.malformed_request'],
    [
      'a length and chunks',
      `POST / HTTP/1.1\r\n${host}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'gateway.malformed_request',
    ],
    [
      'two lengths',
      `POST / HTTP/1.1\r\n${host}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`,
      400,
      'gateway.malformed_request',
    ],
    ['a broken header', `GET / HTTP/1.1\r\n${host}A B: c\r\n\r\n`, 400, 'gateway.malformed_request'],
    ['a folded header', `GET / HTTP/1.1\r\n${host} folded: c\r\n\r\n`, 400, 'gateway.malformed_request'],
  ])('such as %s gets a problem and the end of its connection', async (_what, bytes, status, code) => {
    const { port } = await listening(hello);
    expect(problemIn(await raw(port, bytes))).toMatchObject({ status, code, requestId: expect.any(String) });
  });

  it('such as an unknown expectation gets a problem', async () => {
    const { port } = await listening(hello);
    const text = await raw(port, `GET / HTTP/1.1\r\n${host}Expect: miracle\r\nConnection: close\r\n\r\n`);
    expect(text).toContain('400 Bad Request');
    expect(text).toContain('gateway.malformed_request');
  });

  it('such as a request that never ends gets a 408 problem', async () => {
    const { port } = await listening(hello, { headersTimeoutMs: 50, requestTimeoutMs: 50, checkEveryMs: 20 });
    const answer = problemIn(await raw(port, `GET / HTTP/1.1\r\n${host}`));
    expect(answer).toMatchObject({ status: 408, code: 'gateway.request_timeout' });
  });
});

describe('a request of many fields', () => {
  it.each([
    ['the last', 'X-Last: here', 'x-last', 'here'],
    ['one that came before', 'Authorization: Bearer b', 'authorization', 'Bearer a, Bearer b'],
  ])('loses none of them: %s', async (_what, line, name, value) => {
    const { port } = await listening((req, res) => void res.end(`<${req.headers[name]}>`));
    const start = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer a\r\n';
    expect(await raw(port, `${start}${'a:\r\n'.repeat(3_000)}${line}\r\n\r\n`)).toContain(`<${value}>`);
  });
});

describe('a port', () => {
  it('that is taken is refused with its reason', async () => {
    const { port } = await listening(hello);
    await expect(listen(hello, { port, host: '127.0.0.1', logger })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('draining', () => {
  const get = async (port: number, agent: Agent): Promise<IncomingMessage & { text: string }> => {
    const [answer] = (await once(request({ host: '127.0.0.1', port, agent }).end(), 'response')) as [IncomingMessage];
    return Object.assign(answer, { text: (await answer.setEncoding('utf8').toArray()).join('') });
  };
  /** Answers when it is told to. */
  function held() {
    const waiting: (() => void)[] = [];
    const app: RequestListener = (req, res) => {
      if (req.url === '/') waiting.push(() => res.end('at last'));
    };
    return {
      app,
      waiting,
      release: () =>
        waiting.splice(0).forEach((answer) => {
          answer();
        }),
    };
  }

  it('lets requests under way end, and tells their connections to close', async () => {
    const { app, waiting, release } = held();
    const { port, drain } = await listening(app, { drainMs: 10_000 });
    const agent = new Agent({ keepAlive: true });
    const answered = get(port, agent);
    await probe(() => waiting.length === 1);
    let isDrained = false;
    const drained = drain().then(() => {
      isDrained = true;
    });
    await expect(get(port, new Agent())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(isDrained).toBe(false);
    release();
    const { statusCode, headers, text } = await answered;
    expect([statusCode, text, headers.connection]).toEqual([200, 'at last', 'close']);
    await drained;
    agent.destroy();
  });

  it('answers 503 with Retry-After to what still comes on an open connection, and closes it', async () => {
    const { app, waiting, release } = held();
    const answersHello: RequestListener = (req, res) => (req.headers['x-held'] ? app(req, res) : hello(req, res));
    const { port, drain } = await listening(answersHello, { drainMs: 10_000 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await get(port, agent);
    const slow = request({ host: '127.0.0.1', port, agent: false, headers: { 'x-held': '1' } }).end();
    await probe(() => waiting.length === 1);
    const drained = drain();
    const { statusCode, headers, text } = await get(port, agent);
    expect([statusCode, headers['retry-after'], headers.connection]).toEqual([503, '1', 'close']);
    expect(JSON.parse(text).code).toBe('gateway.unavailable');
    release();
    await once(slow, 'response');
    await drained;
    agent.destroy();
  });

  it('does not wait longer than it may', async () => {
    const { app, waiting } = held();
    const { port, drain } = await listening(app, { drainMs: 50 });
    const cut = get(port, new Agent());
    await probe(() => waiting.length === 1);
    await Promise.all([drain(), drain(), expect(cut).rejects.toMatchObject({ code: 'ECONNRESET' })]);
  });

  it('does not wait for connections on which nothing is asked', async () => {
    const { port, drain } = await listening(hello, { drainMs: 20_000 });
    const agent = new Agent({ keepAlive: true });
    await get(port, agent);
    const startedAt = performance.now();
    await drain();
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    agent.destroy();
  });
});
