import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { problem } from '@genkan/contracts/problem';
import { probe } from '@genkan/testing/probe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rawConnection } from '../harness/client.js';
import { answers } from '../harness/fake-service.js';
import { PUBLIC_ORIGIN, type Stage, startStage } from '../harness/gateway-under-test.js';

let stage: Stage;
let session: string;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
beforeEach(() => {
  stage.identity.behave(stage.owner.behaviour(answers(201, { text: 'hello' })));
  session = stage.owner.session();
});

const note = '{"text":"x"}';

describe('a write that carries a cookie', () => {
  const cases: [what: string, status: number, change: Record<string, string | undefined>][] = [
    ['from our page', 201, {}],
    ['of a program, which sends no Origin', 201, { origin: undefined }],
    ['from our page, as browsers tell', 201, { 'sec-fetch-site': 'same-origin' }],
    ['without the CSRF token', 403, { 'x-csrf-token': undefined }],
    ['with an empty CSRF token', 403, { 'x-csrf-token': '' }],
    ['with another session’s CSRF token', 403, { 'x-csrf-token': 'A'.repeat(43) }],
    ['from another origin', 403, { origin: 'https://evil.example' }],
    ['from a subdomain', 403, { origin: 'https://x.genkan.example' }],
    ['from the same host without TLS', 403, { origin: 'http://genkan.example' }],
    ['from a sandboxed frame', 403, { origin: 'null' }],
    ['with two origins', 403, { origin: `${PUBLIC_ORIGIN}, https://evil.example` }],
    ['from another site, as browsers tell', 403, { origin: undefined, 'sec-fetch-site': 'cross-site' }],
    ['from a neighbouring site, as browsers tell', 403, { origin: undefined, 'sec-fetch-site': 'same-site' }],
  ];

  it.each(cases)('%s is answered with %i', async (_, status, change) => {
    const fields = Object.entries({ ...stage.as({ session }), ...change }).filter(([, value]) => value !== undefined);
    const reply = await stage.call('/api/v1/notes', {
      method: 'POST',
      headers: Object.fromEntries(fields),
      body: note,
    });
    expect(reply.status).toBe(status);
    if (status !== 201) expect(reply.body.code).toBe('gateway.csrf_failed');
    expect(await stage.records(reply.headers['x-request-id'])).toHaveLength(1);
  });

  it('needs the token also where the credential does not count', async () => {
    const cookie = `__Host-session=${session}`;
    const reply = await stage.call('/api/v1/sessions', { method: 'POST', headers: { cookie }, body: '{}' });
    expect(reply.body.code).toBe('gateway.csrf_failed');
  });

  it('is let in by the token of either of two credentials', async () => {
    const draft = stage.owner.draft();
    const { cookie } = stage.as({ session, draft });
    for (const tokens of [{ session }, { draft }]) {
      const headers = { ...stage.as(tokens), cookie };
      expect((await stage.call('/api/v1/notes', { method: 'POST', headers, body: note })).status).toBe(201);
    }
  });
});

describe('a write without a cookie', () => {
  it.each([
    ['no Origin', 201, {}],
    ['our Origin', 201, { origin: PUBLIC_ORIGIN }],
    ['another Origin', 403, { origin: 'https://evil.example' }],
    ['no Origin, from another site', 403, { 'sec-fetch-site': 'cross-site' }],
    ['a cookie of others', 201, { cookie: 'theme=dark; __Host-session=short; session=x' }],
  ])('with %s is answered with %i', async (_, status, headers) => {
    for (const path of ['/api/v1/sessions', '/api/v1/drafts'])
      expect((await stage.call(path, { method: 'POST', headers, body: '{}' })).status).toBe(status);
  });
});

describe('a malformed request', () => {
  const json = { 'content-type': 'application/json' };
  const long = 'x'.repeat(65_537);
  const cases: [what: string, status: number, code: string, path: string, sent: Parameters<Stage['call']>[1]][] = [
    ['unknown path', 404, 'not_found', '/api/v1/nothing', {}],
    ['path above the API', 404, 'not_found', '/api/v1/../internal/sessions/x', {}],
    ['internal path', 404, 'not_found', '/internal/sessions/x', {}],
    ['internal endpoint below the API', 404, 'not_found', `/api/v1/drafts/${'a'.repeat(64)}`, {}],
    ['dots for an id', 404, 'not_found', '/api/v1/notes/%2e%2e', { method: 'PUT' }],
    ['slash in an id', 404, 'not_found', '/api/v1/notes/a%2Fb', { method: 'PUT' }],
    ['broken encoding in an id', 404, 'not_found', '/api/v1/notes/%E0%A4', { method: 'PUT' }],
    ['wrong method', 405, 'method_not_allowed', '/api/v1/notes', { method: 'PATCH' }],
    ['unknown method', 405, 'method_not_allowed', '/api/v1/notes', { method: 'PROPFIND' }],
    ['duplicate query key', 400, 'malformed_request', '/api/v1/terms?a=1&a=2', {}],
    ['duplicate query key in two encodings', 400, 'malformed_request', '/api/v1/terms?a=1&%61=2', {}],
    ['broken encoding in the query', 400, 'malformed_request', '/api/v1/terms?a=%E0%A4', {}],
    ['no JSON wanted', 406, 'not_acceptable', '/api/v1/terms', { headers: { accept: 'text/html' } }],
    ['JSON refused', 406, 'not_acceptable', '/api/v1/terms', { headers: { accept: 'application/json;q=0' } }],
    [
      'form',
      415,
      'unsupported_media_type',
      '/api/v1/drafts',
      { method: 'POST', body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    [
      'text',
      415,
      'unsupported_media_type',
      '/api/v1/drafts',
      { method: 'POST', body: note, headers: { 'content-type': 'text/plain' } },
    ],
    [
      'other charset',
      415,
      'unsupported_media_type',
      '/api/v1/drafts',
      { method: 'POST', body: note, headers: { 'content-type': 'application/json; charset=utf-16' } },
    ],
    [
      'compressed body',
      415,
      'unsupported_media_type',
      '/api/v1/drafts',
      { method: 'POST', body: note, headers: { ...json, 'content-encoding': 'gzip' } },
    ],
    ['long body', 413, 'body_too_large', '/api/v1/drafts', { method: 'POST', body: long }],
    [
      'long body in chunks',
      413,
      'body_too_large',
      '/api/v1/drafts',
      { method: 'POST', body: long, headers: { 'transfer-encoding': 'chunked', 'content-length': undefined } },
    ],
    ['body where none belongs', 400, 'malformed_request', '/api/v1/terms', { body: note }],
    [
      'cookie twice',
      400,
      'malformed_request',
      '/api/v1/terms',
      { headers: { cookie: `__Host-session=${'a'.repeat(43)}; __Host-session=${'b'.repeat(43)}` } },
    ],
    ['broken cookie', 401, 'unauthenticated', '/api/v1/notes', { headers: { cookie: '__Host-session="; =; ;;' } }],
    ['strange expectation', 400, 'malformed_request', '/api/v1/terms', { headers: { expect: 'the unexpected' } }],
    ['empty Host', 200, '', '/api/v1/terms', { headers: { host: '' } }],
  ];

  it.each(cases)('(%s) is a %i problem', async (_, status, code, path, sent) => {
    stage.identity.behave(stage.owner.behaviour(answers(200, { text: 'x' })));
    const reply = await stage.call(path, sent);
    expect(reply.status).toBe(status);
    if (status === 200) return;
    expect(problem.strict().parse(reply.body)).toMatchObject({ status, code: `gateway.${code}` });
    expect(reply.headers['content-type']).toBe('application/problem+json');
    expect(reply.body.requestId).toBe(reply.headers['x-request-id']);
    expect(await stage.records(reply.body.requestId)).toHaveLength(1);
  });

  it('of the wrong method names the right ones', async () => {
    expect((await stage.call('/api/v1/notes', { method: 'PATCH' })).headers.allow).toBe('GET, POST');
  });

  it('with a body that is too long does not break the connection for the next one', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      const first = await stage.call('/api/v1/drafts', { method: 'POST', body: 'x'.repeat(3_000_000), agent });
      const second = await stage.call('/api/v1/terms', { agent });
      expect([first.status, second.status]).toEqual([413, 502]);
    } finally {
      agent.destroy();
    }
  });
});

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
    ['headers of 20 KiB', `${start}x-a: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['an address of 20 KiB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
    ['a broken chunk', `${start}transfer-encoding: chunked\r\n\r\nZZ\r\n`, 400],
  ])('by %s is a problem, is recorded once, and reaches no service', async (_, bytes, status) => {
    const arrivals = stage.identity.arrivals.length;
    const before = (await stage.records()).length;
    const { socket, received, closed } = rawConnection(stage.origin);
    socket.write(bytes);
    const text = await probe(() => /\r\n\r\n.*}$/s.test(received()) && received());
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(text).toContain('application/problem+json');
    expect(text).toContain('strict-transport-security');
    socket.end();
    await closed;
    const records = (await stage.records()).slice(before);
    expect(records.map(({ facts }) => facts.status)).toEqual([status]);
    expect(stage.identity.arrivals.length).toBe(arrivals);
  });

  it('after others on the same connection, does not disturb their answers', async () => {
    stage.identity.behave(stage.owner.behaviour(answers(200, { text: 'x' })));
    const { socket, received, closed } = rawConnection(stage.origin);
    socket.write('GET /api/v1/terms HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(3));
    await probe(() => received().match(/HTTP\/1.1 200/g)?.length === 3);
    socket.write('BROKEN\r\n\r\nBROKEN\r\n\r\n');
    await closed;
    expect(received().match(/HTTP\/1.1 \d+/g)).toEqual([...Array(3).fill('HTTP/1.1 200'), 'HTTP/1.1 400']);
  });

  it('in the rest of a body that nobody wanted, gets no second answer', async () => {
    const { socket, received, closed } = rawConnection(stage.origin);
    socket.write(`POST /api/v1/nothing HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n`);
    await probe(() => received().includes('}'));
    socket.write('ZZ\r\n');
    await closed;
    expect(received().match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 404']);
  });

  it('leaves an answer under way whole', async () => {
    let release: () => void = () => undefined;
    stage.identity.behave(
      stage.owner.behaviour(async (arrival, response) => {
        await new Promise<void>((go) => {
          release = go;
        });
        answers(200, { text: 'late' })(arrival, response);
      }),
    );
    const arrivals = stage.identity.arrivals.length;
    const { socket, received, closed } = rawConnection(stage.origin);
    socket.write('GET /api/v1/terms HTTP/1.1\r\nhost: x\r\n\r\nBROKEN\r\n\r\n');
    await probe(() => stage.identity.arrivals.length > arrivals);
    await closed;
    expect(received()).toBe('');
    release();
  });
});

describe('a flood of requests that break HTTP', () => {
  it('is limited and counted like any other', async () => {
    const limited = await startStage({
      beside: stage,
      rateLimits: { normal: { perAddress: 2, perPrincipal: 9 }, sensitive: { perAddress: 9, perPrincipal: 9 } },
    });
    const before = (await stage.records()).length;
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
    const records = (await stage.records()).slice(before);
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
    const { socket, received, closed } = rawConnection(stage.origin);
    socket.write(head('/api/v1/drafts', note.length));
    await probe(() => received().startsWith('HTTP/1.1 100 Continue'));
    socket.write(note);
    await probe(() => received().includes('HTTP/1.1 201'));
    expect(stage.identity.arrivals.at(-1)?.body.toString()).toBe(note);
    socket.end();
    await closed;
  });

  it.each([
    ['is not let in', '/api/v1/notes', 10, 401],
    ['would send too much', '/api/v1/drafts', 70_000, 413],
  ])('gets the refusal instead when it %s', async (_, path, length, status) => {
    const { socket, received, closed } = rawConnection(stage.origin);
    socket.write(head(path, length));
    await closed;
    expect(received()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    socket.destroy();
  });
});

describe('a slow client', () => {
  let impatient: Stage;
  beforeAll(async () => {
    const patience = { headersMs: 300, requestMs: 600, checkEveryMs: 100 };
    impatient = await startStage({ beside: stage, patience });
  });
  afterAll(() => impatient.close());

  it('gets 408 for a body that does not come, and is recorded', async () => {
    const agent = `slow ${randomUUID()}`;
    const { socket, received, closed } = rawConnection(impatient.origin);
    socket.write(
      `POST /api/v1/drafts HTTP/1.1\r\nhost: x\r\nuser-agent: ${agent}\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{`,
    );
    await closed;
    expect(received()).toMatch(/^HTTP\/1\.1 408 /);
    expect(received()).toContain('gateway.request_timeout');
    const records = (await stage.records()).filter(({ activity }) => activity.userAgent === agent);
    expect(records.map(({ facts }) => [facts.endpoint, facts.status])).toEqual([['startDraft', 408]]);
  });

  it('gets 408 for headers that do not end', async () => {
    const { socket, received, closed } = rawConnection(impatient.origin);
    socket.write('GET /api/v1/terms HTTP/1.1\r\nhost:');
    await closed;
    expect(received()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is cut off without an answer when it has asked nothing', async () => {
    const { received, closed } = rawConnection(impatient.origin);
    await closed;
    expect(received()).toBe('');
  });
});

describe('behind one proxy', () => {
  it.each([
    ['the address that the proxy saw', 200, '203.0.113.9', '203.0.113.9'],
    ['the last of several', 200, '6.6.6.6, 203.0.113.9', '203.0.113.9'],
    ['the last after garbage', 200, 'garbage, 203.0.113.9', '203.0.113.9'],
    ['an IPv6 address', 200, '2001:DB8:0:0::1', '2001:db8::1'],
    ['an IPv4-mapped address', 200, '::ffff:203.0.113.9', '203.0.113.9'],
    ['no address', 400, undefined, '127.0.0.1'],
    ['nothing', 400, '', '127.0.0.1'],
    ['garbage', 400, 'unknown', '127.0.0.1'],
    ['garbage in the last place', 400, '203.0.113.9, garbage', '127.0.0.1'],
    ['a port', 400, '203.0.113.9:80', '127.0.0.1'],
    ['an abbreviated address', 400, '127.1', '127.0.0.1'],
    ['an octal address', 400, '010.1.1.1', '127.0.0.1'],
    ['a zone', 400, 'fe80::1%eth0', '127.0.0.1'],
  ])('a call with %s in X-Forwarded-For is answered with %i', async (_, status, value, address) => {
    const proxied = await startStage({ beside: stage, trustedHops: 1 });
    stage.identity.behave(answers(200, { text: 'x' }));
    try {
      const headers = value === undefined ? {} : { 'x-forwarded-for': value };
      const reply = await proxied.call('/api/v1/terms', { headers });
      expect(reply.status).toBe(status);
      const [record] = await stage.records(reply.headers['x-request-id']);
      expect(record?.activity.sourceIp).toBe(address);
    } finally {
      await proxied.close();
    }
  });
});
