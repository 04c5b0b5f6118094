import { randomUUID } from 'node:crypto';
import { eventData } from '@genkan/contracts/event';
import { apiCalled } from '@genkan/contracts/gateway/api';
import { probe } from '@genkan/testing/probe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rawConnection } from '../fixtures/client.js';
import { answers, heldBack, problemBody } from '../fixtures/fake-service.js';
import { type GatewayFixture, type Recorded, startGateway } from '../fixtures/start-gateway.js';

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

const accountOf = (token: string) => {
  const entry = gateway.owner.entryOf(token);
  return 'accountNo' in entry ? entry.accountNo : null;
};

describe('the record of a call', () => {
  it('tells of a read who read what, in the log of the account', async () => {
    const reply = await gateway.call('/api/v1/notes?state=open&author=Kim', {
      headers: { ...gateway.as({ session }), 'user-agent': 'tests' },
    });
    const records = await gateway.records(reply.headers['x-request-id']);
    expect(records).toHaveLength(1);
    const [{ headers, facts, activity }] = records as [Recorded];
    expect(() => eventData(apiCalled).parse({ ...facts, activity })).not.toThrow();
    expect(facts).toEqual({
      endpoint: 'listNotes',
      service: 'identity',
      method: 'GET',
      path: '/api/v1/notes',
      status: 200,
      durationMs: expect.any(Number),
      count: 1,
    });
    const accountNo = accountOf(session);
    expect(activity).toMatchObject({
      scope: accountNo,
      visibility: 'tenant',
      actor: gateway.owner.entryOf(session).actor,
      source: 'CONSOLE',
      sourceIp: '127.0.0.1',
      userAgent: 'tests',
      service: 'gateway',
      action: 'ViewNotes',
      resource: { nrn: `nrn:genkan:identity:global:${accountNo}:Note/*`, type: 'Note' },
      result: 'SUCCESS',
      errorCode: null,
      decisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      request: { query: { state: 'open', author: '***' } },
      readOnly: true,
    });
    expect(headers).toMatchObject({ ce_type: 'genkan.gateway.api.called.v1', ce_partitionkey: accountNo });
  });

  it('is the service’s alone when the service made one', async () => {
    gateway.identity.behave(gateway.owner.behaviour(answers(200, { text: 'x' }, { 'genkan-recorded': randomUUID() })));
    const reply = await gateway.call('/api/v1/notes', { headers: gateway.as({ session }) });
    expect(reply.status).toBe(200);
    expect(await gateway.records(reply.headers['x-request-id'])).toEqual([]);
  });

  it('keeps nothing secret or personal of a failed sign-in', async () => {
    gateway.identity.behave(gateway.owner.behaviour(answers(503, problemBody(503, 'identity.down'))));
    const reply = await gateway.call('/api/v1/sessions', {
      method: 'POST',
      body: JSON.stringify({ loginId: 'my-pass@word', password: 'hunter2!', remember: true, extra: 'hunter2!' }),
    });
    const [record] = await gateway.records(reply.headers['x-request-id']);
    expect(record?.activity).toMatchObject({
      scope: 'platform',
      visibility: 'operator',
      actor: { type: 'anonymous' },
      source: 'PORTAL',
      action: 'SignIn',
      result: 'FAIL',
      errorCode: 'identity.down',
      request: { body: { loginId: '***', remember: true } },
    });
    expect(JSON.stringify(record)).not.toMatch(/hunter2|my-pass/);
  });

  it('belongs to the draft while there is no account', async () => {
    const draft = gateway.owner.draft();
    const reply = await gateway.call('/api/v1/drafts/current', { headers: gateway.as({ draft }) });
    const [record] = await gateway.records(reply.headers['x-request-id']);
    const draftId = gateway.owner.entryOf(draft).actor.id;
    expect(record?.activity.scope).toBe(draftId);
    expect(record?.headers).toMatchObject({ ce_partitionkey: draftId, ce_correlationid: draftId });
  });

  it('holds of an unknown address only a cleaned and cut path', async () => {
    const reply = await gateway.call(`/api/v1/<script>/Kim%20Minsu/${'a'.repeat(500)}?password=hunter2`);
    const [record] = await gateway.records(reply.headers['x-request-id']);
    expect(reply.status).toBe(404);
    expect(record?.activity).toMatchObject({
      action: 'UnknownEndpoint',
      result: 'FAIL',
      errorCode: 'gateway.not_found',
      resource: { type: 'Endpoint', nrn: 'nrn:genkan:gateway:global::Endpoint/*' },
      request: null,
    });
    expect(record?.facts.path).toMatch(/^\/api\/v1\/_script_\/Kim_20Minsu\/a+$/);
    expect(record?.facts.path.length).toBe(128);
  });

  it('names the resource by its id only where it can be one', async () => {
    const put = (id: string) =>
      gateway.call(`/api/v1/notes/${id}`, { method: 'PUT', headers: gateway.as({ session }), body: '{"text":"x"}' });
    const id = randomUUID();
    const [good] = await gateway.records((await put(id)).headers['x-request-id']);
    expect(good?.activity.resource.nrn).toBe(`nrn:genkan:identity:global:${accountOf(session)}:Note/${id}`);
    const [bad] = await gateway.records((await put('%3Cscript%3E%00')).headers['x-request-id']);
    expect(bad?.activity.resource.nrn).toMatch(/:Note\/\*$/);
    expect(bad?.activity.request).toEqual({ params: { noteId: '(invalid)' }, body: { text: 'x' } });
  });

  it('is made of the session check only when it refuses', async () => {
    const before = (await gateway.records()).length;
    const good = await gateway.call('/api/v1/sessions/current', { headers: gateway.as({ session }) });
    expect(good.body).toMatchObject({ accountNo: accountOf(session), stage: 'full' });
    expect((await gateway.records()).length).toBe(before);
    const refused = await gateway.call('/api/v1/sessions/current');
    expect(refused.status).toBe(401);
    expect(await gateway.records(refused.headers['x-request-id'])).toHaveLength(1);
  });

  it('is not made of pages and documents, but of wrong calls to them', async () => {
    const before = (await gateway.records()).length;
    for (const path of ['/', '/api/docs', '/api/docs?q=note', '/api/docs/style.css', '/api/openapi.json'])
      expect((await gateway.call(path)).status).toBe(200);
    expect((await gateway.records()).length).toBe(before);
    const reply = await gateway.call('/api/docs', { method: 'POST', body: '{}' });
    expect([reply.status, reply.headers.allow]).toEqual([405, 'GET, HEAD']);
    expect(await gateway.records(reply.headers['x-request-id'])).toHaveLength(1);
  });

  it('is committed before the answer, together with those of others', async () => {
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => gateway.call('/api/v1/notes', { headers: gateway.as({ session }) })),
    );
    const ids = new Set(replies.map(({ headers }) => headers['x-request-id']));
    const records = (await gateway.records()).filter(({ activity }) => ids.has(activity.requestId));
    expect(records).toHaveLength(100);
  });
});

describe('when the record cannot be committed', () => {
  it('the call is not answered with its result but with 503, within two seconds', async () => {
    const runner = gateway.database.dataSource.createQueryRunner();
    await runner.query('LOCK TABLES outbox WRITE');
    try {
      const startedMs = performance.now();
      const reply = await gateway.call('/api/v1/notes', { headers: gateway.as({ session }) });
      expect([reply.status, reply.body.code]).toEqual([503, 'gateway.record_unavailable']);
      expect(reply.headers['retry-after']).toBe('1');
      expect(reply.text).not.toContain('hello');
      expect(performance.now() - startedMs).toBeLessThan(2_500);
    } finally {
      await runner.query('UNLOCK TABLES');
      await runner.release();
    }
    const after = await gateway.call('/api/v1/notes', { headers: gateway.as({ session }) });
    expect(after.status).toBe(200);
  });

  it('a call that its service recorded is answered all the same', async () => {
    gateway.identity.behave(gateway.owner.behaviour(answers(200, { text: 'x' }, { 'genkan-recorded': randomUUID() })));
    const runner = gateway.database.dataSource.createQueryRunner();
    await runner.query('LOCK TABLES outbox WRITE');
    try {
      expect((await gateway.call('/api/v1/notes', { headers: gateway.as({ session }) })).status).toBe(200);
    } finally {
      await runner.query('UNLOCK TABLES');
      await runner.release();
    }
  });
});

describe('calls over a rate limit', () => {
  it('leave the first refusal at once, and the others as one record with their count', async () => {
    let nowMs = 0;
    const limited = await startGateway({
      beside: gateway,
      nowMs: () => nowMs,
      rateLimits: {
        normal: { perAddress: 2, perPrincipal: 10 },
        sensitive: { perAddress: 2, perPrincipal: 10 },
      },
    });
    const agent = `throttled ${randomUUID()}`;
    const ofThrottled = async () =>
      (await gateway.records()).filter(({ activity }) => activity.userAgent === agent && activity.result === 'DENIED');
    try {
      const replies = [];
      for (let n = 0; n < 7; n += 1)
        replies.push(await limited.call('/api/v1/terms', { headers: { 'user-agent': agent } }));
      expect(replies.map(({ status }) => status)).toEqual([200, 200, 429, 429, 429, 429, 429]);
      expect(await ofThrottled()).toHaveLength(1);
      nowMs = 59_999;
      await limited.recording.tick();
      expect(await ofThrottled()).toHaveLength(1);
      nowMs = 60_000;
      await limited.recording.tick();
      const records = await ofThrottled();
      expect(records.map(({ facts }) => facts.count)).toEqual([1, 4]);
      expect(records[1]?.activity).toMatchObject({ errorCode: 'gateway.rate_limited', action: 'ViewTerms' });
      await limited.call('/api/v1/terms', { headers: { 'user-agent': agent } });
      await limited.call('/api/v1/terms', { headers: { 'user-agent': agent } });
    } finally {
      await limited.close();
    }
    expect((await ofThrottled()).map(({ facts }) => facts.count)).toEqual([1, 4, 1, 1]);
  });
});

describe('a client that goes away', () => {
  it('leaves the record of its call', async () => {
    const agent = `gone ${randomUUID()}`;
    const { behaviour, asked, release } = heldBack(answers(200, { text: 'late' }));
    gateway.identity.behave(gateway.owner.behaviour(behaviour));
    const { socket } = rawConnection(gateway.origin);
    socket.write(`GET /api/v1/terms HTTP/1.1\r\nhost: x\r\nuser-agent: ${agent}\r\n\r\n`);
    await asked;
    socket.destroy();
    release();
    const record = await probe(async () =>
      (await gateway.records()).find(({ activity }) => activity.userAgent === agent),
    );
    expect(record.activity).toMatchObject({ result: 'SUCCESS', action: 'ViewTerms' });
  });

  it('while its credential is looked up, reaches no service and is recorded', async () => {
    const agent = `early ${randomUUID()}`;
    const { cookie, 'x-csrf-token': csrf } = gateway.as({ session });
    const { behaviour, asked, release } = heldBack(gateway.owner.behaviour(answers(201, { text: 'made' })));
    gateway.identity.behave(behaviour);
    const arrivals = gateway.identity.arrivals.length;
    const { socket, closed } = rawConnection(gateway.origin);
    socket.write(
      `POST /api/v1/notes HTTP/1.1\r\nhost: x\r\nuser-agent: ${agent}\r\ncookie: ${cookie}\r\nx-csrf-token: ${csrf}\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{`,
    );
    await asked;
    socket.resetAndDestroy();
    await closed;
    // When this is answered the gateway has seen the other connection end.
    await gateway.call('/api/v1/nothing');
    release();
    const record = await probe(async () =>
      (await gateway.records()).find(({ activity }) => activity.userAgent === agent),
    );
    expect(record.activity).toMatchObject({ errorCode: 'gateway.malformed_request', action: 'MakeNote' });
    expect(gateway.identity.arrivals.length).toBe(arrivals + 1);
  });

  it('before its body is complete, reaches no service and is recorded', async () => {
    const agent = `half ${randomUUID()}`;
    const arrivals = gateway.identity.arrivals.length;
    const { socket } = rawConnection(gateway.origin);
    socket.write(
      `POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\nuser-agent: ${agent}\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"loginId":`,
      () => socket.destroy(),
    );
    const record = await probe(async () =>
      (await gateway.records()).find(({ activity }) => activity.userAgent === agent),
    );
    expect(record.activity).toMatchObject({ result: 'FAIL', errorCode: 'gateway.malformed_request', action: 'SignIn' });
    expect(gateway.identity.arrivals.length).toBe(arrivals);
  });
});
