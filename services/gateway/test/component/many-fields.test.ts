import { probe } from '@genkan/testing/probe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rawConnection } from '../fixtures/client.js';
import { answers } from '../fixtures/fake-service.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

let gateway: GatewayFixture;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());
beforeEach(() => gateway.identity.behave(gateway.owner.behaviour(answers(201, { text: 'hello' }))));

/** 8 KB; node keeps a thousand fields unless told. */
const FILLERS = Array<string>(1_990).fill('a:');

/** The head of the answer to a request of these lines, and the id that it is recorded under. */
async function answerTo({ origin }: GatewayFixture, lines: readonly string[], body = '') {
  const { socket, received, closed } = rawConnection(origin);
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  await probe(() => received().includes('\r\n\r\n'));
  const [head = ''] = received().split('\r\n\r\n');
  socket.destroy();
  await closed;
  return { status: Number(head.split(' ')[1]), requestId: /x-request-id: (.*)/.exec(head)?.[1] };
}

describe('a field behind two thousand others', () => {
  const fieldsOf = (headers: Readonly<Record<string, string>>) =>
    Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

  it('is seen: a cookie that comes twice', async () => {
    const cookie = () => `cookie: ${gateway.as({ session: gateway.owner.session() }).cookie}`;
    const lines = ['GET /api/v1/notes HTTP/1.1', 'host: x', cookie(), ...FILLERS, cookie()];
    expect((await answerTo(gateway, lines)).status).toBe(400);
  });

  it('is seen: what the client takes', async () => {
    const lines = ['GET /api/v1/terms HTTP/1.1', 'host: x', ...FILLERS, 'accept: text/html'];
    expect((await answerTo(gateway, lines)).status).toBe(406);
  });

  it('is seen: the origin of a page that is not ours', async () => {
    const { origin: _, ...credential } = gateway.as({ session: gateway.owner.session() });
    const start = ['POST /api/v1/notes HTTP/1.1', 'host: x', ...fieldsOf(credential)];
    const body = ['content-type: application/json', 'content-length: 12'];
    const answer = (origin: string) => answerTo(gateway, [...start, ...body, ...FILLERS, origin], '{"text":"x"}');
    expect((await answer('x-origin: https://evil.example')).status).toBe(201);
    expect((await answer('origin: https://evil.example')).status).toBe(403);
  });

  it('is seen: the address that the proxy wrote', async () => {
    const proxied = await startGateway({ beside: gateway, trustedProxies: '127.0.0.1' });
    try {
      const start = ['GET /api/v1/nothing HTTP/1.1', 'host: x', 'x-forwarded-for: 6.6.6.6'];
      const { requestId } = await answerTo(proxied, [...start, ...FILLERS, 'x-forwarded-for: 203.0.113.9']);
      const [record] = await gateway.records(requestId);
      expect(record?.activity.sourceIp).toBe('203.0.113.9');
    } finally {
      await proxied.close();
    }
  });
});
