import { hash, verify } from 'node:crypto';
import { internalToken } from '@genkan/contracts/internal-token';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Arrival, answers, problemBody } from '../fixtures/fake-service.js';
import { fullDeviceToken } from '../fixtures/full-device-token.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

let gateway: GatewayFixture;
let session: string;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.identity.behave(gateway.owner.behaviour(answers(200, { text: 'hello' })));
  session = gateway.owner.session();
});

const arrived = (): Arrival => {
  const calls = gateway.identity.arrivals.filter(({ url }) => !url.startsWith('/internal/'));
  const last = calls.at(-1);
  if (!last) throw new Error('nothing arrived');
  return last;
};

const claimsOf = ({ headers }: Arrival) => {
  const [head = '', claims = '', signature = ''] = headers.authorization?.replace('Bearer ', '').split('.') ?? [];
  const isSigned = verify(
    null,
    Buffer.from(`${head}.${claims}`),
    gateway.keys.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  expect(isSigned).toBe(true);
  return internalToken.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
};

describe('a call that is let in', () => {
  it('reaches the service with the same bytes, the gateway’s token, and nothing that the client claims to be', async () => {
    gateway.identity.behave(gateway.owner.behaviour(answers(201, { text: 'made' }, { 'genkan-recorded': 'e-1' })));
    const body = '{ "text" : "9223372036854775807 \\u00e9 é" ,\n "n": 9223372036854775807 }';
    const forged = {
      authorization: 'Bearer forged',
      'genkan-device': 'forged',
      'genkan-session': 'forged',
      'genkan-recorded': 'forged',
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-host': 'evil.example',
      forwarded: 'for=6.6.6.6',
      'x-request-id': 'forged',
      'x-account-no': '000000000000',
      connection: 'keep-alive, x-secret',
      'x-secret': 'hop',
      te: 'trailers',
    };
    const reply = await gateway.call('/api/v1/notes', {
      method: 'POST',
      headers: {
        ...forged,
        ...gateway.as({ session }),
        'idempotency-key': 'k-1',
        'if-match': '"3"',
        'user-agent': 'tests',
      },
      body,
    });
    expect([reply.status, reply.body]).toEqual([201, { text: 'made' }]);
    const arrival = arrived();
    expect(arrival.body.toString()).toBe(body);
    expect(Object.keys(arrival.headers).sort()).toEqual([
      'accept',
      'authorization',
      'connection',
      'content-length',
      'content-type',
      'host',
      'idempotency-key',
      'if-match',
      'traceparent',
    ]);
    const entry = gateway.owner.entryOf(session);
    expect(claimsOf(arrival)).toMatchObject({
      iss: 'gateway',
      aud: 'identity',
      action: 'MakeNote',
      ctx: {
        actor: entry.actor,
        accountNo: 'accountNo' in entry ? entry.accountNo : '',
        stage: 'full',
        source: 'CONSOLE',
        sourceIp: '127.0.0.1',
        userAgent: 'tests',
        requestId: reply.headers['x-request-id'],
        correlationId: reply.headers['x-request-id'],
        causationId: null,
      },
    });
    const { iat, exp } = claimsOf(arrival);
    expect(exp - iat).toBe(60);
  });

  it('keeps the query as it was written and the path as the contract has it', async () => {
    await gateway.call('/api/v1/notes?state=open&author=%EA%B9%80+a', { headers: gateway.as({ session }) });
    expect(arrived().url).toBe('/api/v1/notes?state=open&author=%EA%B9%80+a');
    const id = '019ab000-0000-7000-8000-000000000001';
    await gateway.call(`/api/v1/notes/${id.replace('-', '%2D')}`, {
      method: 'PUT',
      headers: gateway.as({ session }),
      body: '{"text":"x"}',
    });
    expect(arrived().url).toBe(`/api/v1/notes/${id}`);
  });

  it('correlates a draft’s calls by the draft', async () => {
    const draft = gateway.owner.draft();
    await gateway.call('/api/v1/drafts/current', { headers: gateway.as({ draft }) });
    const { ctx } = claimsOf(arrived());
    expect(ctx).toMatchObject({ source: 'PORTAL', accountNo: null, stage: null, actor: { type: 'draft' } });
    expect(ctx.correlationId).toBe(ctx.actor.id);
    expect(ctx.requestId).not.toBe(ctx.actor.id);
  });

  it('continues a valid trace, and starts one instead of a broken one', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    await gateway.call('/api/v1/terms', { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
    expect(arrived().headers.traceparent).toMatch(new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
    await gateway.call('/api/v1/terms', { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01-evil` } });
    expect(arrived().headers.traceparent).toMatch(/^00-(?!4bf92f)[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('cuts the user agent at 1 KiB of printable text', async () => {
    await gateway.call('/api/v1/terms', { headers: { 'user-agent': `é\t${'a'.repeat(5_000)}` } });
    const { userAgent } = claimsOf(arrived()).ctx;
    expect(Buffer.byteLength(userAgent)).toBe(1_024);
    expect(userAgent).toMatch(/^[\x20-\x7e]+$/);
  });

  it('gives the device cookie only to endpoints that may set it', async () => {
    const device = fullDeviceToken;
    gateway.identity.behave(gateway.owner.behaviour(answers(201, { text: 'in' })));
    await gateway.call('/api/v1/sessions', {
      method: 'POST',
      headers: { cookie: `__Host-device=${device}` },
      body: '{}',
    });
    expect(arrived().headers['genkan-device']).toBe(device);
    await gateway.call('/api/v1/terms', { headers: { cookie: `__Host-device=${device}` } });
    expect(arrived().headers['genkan-device']).toBeUndefined();
  });

  it('gives the hash of the session cookie only to endpoints that may set it, and only when there is one', async () => {
    gateway.identity.behave(gateway.owner.behaviour(answers(201, { text: 'in' })));
    const post = async (path: string, headers: Record<string, string>) => {
      await gateway.call(path, { method: 'POST', headers, body: '{"text":"x"}' });
      return arrived().headers['genkan-session'];
    };
    expect(await post('/api/v1/sessions', gateway.as({ session }))).toBe(hash('sha256', session));
    expect(await post('/api/v1/sessions', { 'genkan-session': 'a'.repeat(64) })).toBeUndefined();
    expect(await post('/api/v1/notes', gateway.as({ session }))).toBeUndefined();
  });
});

describe('an answer of a service', () => {
  it('reaches the client without the fields that are between gateway and service', async () => {
    gateway.identity.behave(
      gateway.owner.behaviour(
        answers(
          200,
          { text: 'x' },
          {
            etag: '"7"',
            'genkan-recorded': 'e-2',
            'genkan-set-session': `${'s'.repeat(43)};60`,
            'set-cookie': 'evil=1',
            'x-powered-by': 'Express',
            server: 'x',
          },
        ),
      ),
    );
    const { headers, cookies } = await gateway.call('/api/v1/terms');
    expect(Object.keys(headers).filter((name) => name.startsWith('genkan-'))).toEqual([]);
    expect([headers.etag, headers['x-powered-by'], headers.server]).toEqual(['"7"', undefined, undefined]);
    expect(cookies).toEqual({});
  });

  it('passes a problem of the service on, byte for byte, with Retry-After', async () => {
    const body = problemBody(429, 'identity.busy');
    gateway.identity.behave(gateway.owner.behaviour(answers(429, body, { 'retry-after': '7' })));
    const reply = await gateway.call('/api/v1/terms');
    expect([reply.status, reply.text, reply.headers['retry-after']]).toEqual([429, JSON.stringify(body), '7']);
  });

  it.each([
    ['another status of success', answers(202, { text: 'x' })],
    ['no body', answers(200, undefined)],
    ['a redirect', answers(302, undefined, { location: 'https://evil.example' })],
    ['another type', answers(200, { text: 'x' }, { 'content-type': 'text/html' })],
    ['an error that is no problem', answers(500, { oops: 1 }, { 'content-type': 'application/json' })],
    ['a problem without a code', answers(400, { title: 'x' })],
    ['a code of no form', answers(400, problemBody(400, '<script>'))],
    ["a refusal of the gateway's own token", answers(401, problemBody(401, 'gateway.unauthenticated'))],
    [
      'half a body',
      (_: Arrival, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"text":', () => response.destroy());
      },
    ],
    ['no answer at all', (_: Arrival, response) => void response.destroy()],
  ] satisfies [string, Parameters<GatewayFixture['identity']['behave']>[0]][])(
    'that is not as agreed is a 502: %s',
    async (_, behaviour) => {
      gateway.identity.behave(gateway.owner.behaviour(behaviour));
      const reply = await gateway.call('/api/v1/terms');
      expect([reply.status, reply.body.code]).toEqual([502, 'gateway.bad_upstream']);
      const [record] = await gateway.records(reply.body.requestId);
      expect(record?.activity).toMatchObject({ result: 'FAIL', errorCode: 'gateway.bad_upstream' });
    },
  );

  it('is waited for until the deadline', async () => {
    const shortDeadline = await startGateway({ beside: gateway, deadlineMs: 200 });
    try {
      let answerLate: () => void = () => undefined;
      gateway.identity.behave((_, response) => {
        answerLate = () => response.destroy();
      });
      const reply = await shortDeadline.call('/api/v1/terms');
      expect([reply.status, reply.body.code]).toEqual([504, 'gateway.timeout']);
      expect(await gateway.records(reply.body.requestId)).toHaveLength(1);
      answerLate();
    } finally {
      await shortDeadline.close();
    }
  });
});
