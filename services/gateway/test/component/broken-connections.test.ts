import { randomUUID } from 'node:crypto';
import { probe } from '@genkan/testing/probe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rawConnection } from '../fixtures/client.js';
import { answers, heldBack } from '../fixtures/fake-service.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

let gateway: GatewayFixture;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

beforeEach(() => gateway.identity.behave(gateway.owner.behaviour(answers(201, { text: 'hello' }))));

const note = '{"text":"x"}';

describe('a request that breaks HTTP', () => {
  const start = 'POST /api/v1/drafts HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
  it.each([
    [
      'both Content-Length and Transfer-Encoding',
      `${start}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['two Content-Lengths', `${start}content-length: 4\r\ncontent-length: 5\r\n\r\nabcd`, 400],
    ['a Content-Length of no form', `${start}content-length: +4\r\n\r\nabcd`, 400],
    ['an obsolete Transfer-Encoding', `${start}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n`, 400],
    ['a space before a colon', `${start}x-a : b\r\n\r\n`, 400],
    ['a folded field', `${start}x-a: b\r\n c\r\n\r\n`, 400],
    ['a bare line feed', `GET /api/v1/terms HTTP/1.1\nhost: x\n\n`, 400],
    ['no HTTP at all', 'HELLO\r\n\r\n', 400],
    ['no Host', 'GET /api/v1/terms HTTP/1.1\r\n\r\n', 400],
    ['two Hosts', 'GET /api/v1/terms HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n', 400],
    ['the same Host twice', 'GET /api/v1/terms HTTP/1.1\r\nhost: x\r\nhost: x\r\n\r\n', 400],
    ['two Hosts for HTTP/1.0', 'GET /api/v1/terms HTTP/1.0\r\nhost:\r\nhost:\r\n\r\n', 400],
    ['asking for a tunnel', 'CONNECT genkan.example:443 HTTP/1.1\r\nhost: genkan.example:443\r\n\r\n', 405],
    ['headers of 20 KiB', `${start}x-a: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['an address of 20 KiB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
    ['a broken chunk', `${start}transfer-encoding: chunked\r\n\r\nZZ\r\n`, 400],
  ])('by %s is a problem, is recorded once, and reaches no service', async (_, bytes, status) => {
    const arrivals = gateway.identity.arrivals.length;
    const before = (await gateway.records()).length;
    const { socket, received, closed } = rawConnection(gateway.origin);
    socket.write(bytes);
    const text = await probe(() => /\r\n\r\n.*}$/s.test(received()) && received());
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(text).toContain('application/problem+json');
    expect(text).toContain('strict-transport-security');
    socket.end();
    await closed;
    const records = (await gateway.records()).slice(before);
    expect(records.map(({ facts }) => facts.status)).toEqual([status]);
    expect(gateway.identity.arrivals.length).toBe(arrivals);
  });

  it('after others on the same connection, does not disturb their answers', async () => {
    gateway.identity.behave(gateway.owner.behaviour(answers(200, { text: 'x' })));
    const { socket, received, closed } = rawConnection(gateway.origin);
    socket.write('GET /api/v1/terms HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(3));
    await probe(() => received().match(/HTTP\/1.1 200/g)?.length === 3);
    socket.write('BROKEN\r\n\r\nBROKEN\r\n\r\n');
    await closed;
    expect(received().match(/HTTP\/1.1 \d+/g)).toEqual([...Array(3).fill('HTTP/1.1 200'), 'HTTP/1.1 400']);
  });

  it('by asking for a tunnel behind another request, disturbs nobody', async () => {
    const { behaviour, asked, release } = heldBack(answers(200, { text: 'late' }));
    gateway.identity.behave(behaviour);
    const { socket, received, closed } = rawConnection(gateway.origin);
    socket.write('GET /api/v1/terms HTTP/1.1\r\nhost: x\r\n\r\nCONNECT x:1 HTTP/1.1\r\nhost: x:1\r\n\r\n');
    await asked;
    await closed;
    release();
    expect(received()).toBe('');
    // A client of a tunnel that breaks its connection: nobody but us would catch the fault.
    const { socket: broken, closed: gone } = rawConnection(gateway.origin);
    broken.write('CONNECT x:1 HTTP/1.1\r\nhost: x:1\r\n\r\n', () => broken.resetAndDestroy());
    await gone;
    expect((await gateway.call('/api/v1/nothing')).status).toBe(404);
  });

  it('in the rest of a body that nobody wanted, gets no second answer', async () => {
    const { socket, received, closed } = rawConnection(gateway.origin);
    socket.write(`POST /api/v1/nothing HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n`);
    await probe(() => received().includes('}'));
    socket.write('ZZ\r\n');
    await closed;
    expect(received().match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 404']);
  });

  it('leaves an answer under way whole', async () => {
    const { behaviour, asked, release } = heldBack(answers(200, { text: 'late' }));
    gateway.identity.behave(gateway.owner.behaviour(behaviour));
    const { socket, received, closed } = rawConnection(gateway.origin);
    socket.write('GET /api/v1/terms HTTP/1.1\r\nhost: x\r\n\r\nBROKEN\r\n\r\n');
    await asked;
    await closed;
    expect(received()).toBe('');
    release();
  });
});

describe('a flood of requests that break HTTP', () => {
  it('is limited and counted like any other', async () => {
    const limited = await startGateway({
      beside: gateway,
      rateLimits: { normal: { perAddress: 2, perPrincipal: 9 }, sensitive: { perAddress: 9, perPrincipal: 9 } },
    });
    const before = (await gateway.records()).length;
    const firstLines: (string | undefined)[] = [];
    for (const bytes of ['HELLO\r\n\r\n', 'GET /api/v1/terms HTTP/1.1\r\n\r\n', ...Array(5).fill('HELLO\r\n\r\n')]) {
      const { socket, received, closed } = rawConnection(limited.origin);
      socket.write(bytes);
      firstLines.push((await probe(() => /^HTTP\/1.1 (\d+).*}$/s.exec(received())))[1]);
      socket.end();
      await closed;
    }
    await limited.close();
    expect(firstLines).toEqual(['400', '400', '429', '429', '429', '429', '429']);
    const records = (await gateway.records()).slice(before);
    expect(records.map(({ facts }) => [facts.status, facts.count])).toEqual([
      [400, 1],
      [400, 1],
      [429, 1],
      [429, 4],
    ]);
  });
});

describe('a client that waits for 100 Continue', () => {
  const head = (path: string, length: number) =>
    `POST ${path} HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;

  it('gets it, and its body is forwarded', async () => {
    const { socket, received, closed } = rawConnection(gateway.origin);
    socket.write(head('/api/v1/drafts', note.length));
    await probe(() => received().startsWith('HTTP/1.1 100 Continue'));
    socket.write(note);
    await probe(() => received().includes('HTTP/1.1 201'));
    expect(gateway.identity.arrivals.at(-1)?.body.toString()).toBe(note);
    socket.end();
    await closed;
  });

  it.each([
    ['is not let in', '/api/v1/notes', 10, 401],
    ['would send too much', '/api/v1/drafts', 70_000, 413],
  ])('gets the refusal instead when it %s', async (_, path, length, status) => {
    const { socket, received, closed } = rawConnection(gateway.origin);
    socket.write(head(path, length));
    await closed;
    expect(received()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    socket.destroy();
  });
});

describe('a slow client', () => {
  let shortTimeouts: GatewayFixture;
  beforeAll(async () => {
    const clientTimeouts = { headersMs: 300, requestMs: 600, checkEveryMs: 100 };
    shortTimeouts = await startGateway({ beside: gateway, clientTimeouts });
  });
  afterAll(() => shortTimeouts.close());

  it('gets 408 for a body that does not come, and is recorded', async () => {
    const agent = `slow ${randomUUID()}`;
    const { socket, received, closed } = rawConnection(shortTimeouts.origin);
    socket.write(
      `POST /api/v1/drafts HTTP/1.1\r\nhost: x\r\nuser-agent: ${agent}\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{`,
    );
    await closed;
    expect(received()).toMatch(/^HTTP\/1\.1 408 /);
    expect(received()).toContain('gateway.request_timeout');
    const records = (await gateway.records()).filter(({ activity }) => activity.userAgent === agent);
    expect(records.map(({ facts }) => [facts.endpoint, facts.status])).toEqual([['startDraft', 408]]);
  });

  it('gets 408 for headers that do not end', async () => {
    const { socket, received, closed } = rawConnection(shortTimeouts.origin);
    socket.write('GET /api/v1/terms HTTP/1.1\r\nhost:');
    await closed;
    expect(received()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is cut off without an answer when it has asked nothing', async () => {
    const { received, closed } = rawConnection(shortTimeouts.origin);
    await closed;
    expect(received()).toBe('');
  });
});
