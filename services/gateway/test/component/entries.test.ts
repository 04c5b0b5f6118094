import { randomUUID } from 'node:crypto';
import { fakeClock } from '@genkan/testing/fake-clock';
import { probe } from '@genkan/testing/probe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answers, type Behaviour, heldBack } from '../fixtures/fake-service.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

const clock = fakeClock();
let nowMs = 1_000_000;
let gateway: GatewayFixture;
let session: string;

beforeAll(async () => {
  gateway = await startGateway({ clock, nowMs: () => nowMs });
});
afterAll(() => gateway.close());
const usual = (): Behaviour => gateway.owner.behaviour(answers(200, { text: 'hello' }));
beforeEach(() => {
  gateway.identity.behave(usual());
  session = gateway.owner.session();
});

const check = (token = session) =>
  gateway.call('/api/v1/sessions/current', { headers: gateway.as({ session: token }) });
const lookUps = () => gateway.owner.lookUps.length;

describe('what is known of a session', () => {
  it('is asked for once in half a second, also by many at a time', async () => {
    const before = lookUps();
    const replies = await Promise.all(Array.from({ length: 20 }, () => check()));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    nowMs += 499;
    await check();
    expect(lookUps() - before).toBe(1);
  });

  it('is asked for again in the background after half a second', async () => {
    await check();
    const before = lookUps();
    gateway.owner.end(session);
    nowMs += 500;
    expect((await check()).status).toBe(200);
    await probe(() => lookUps() > before);
    expect(await probe(async () => (await check()).status === 401 && 401)).toBe(401);
  });

  it('is never used when a second has passed', async () => {
    await check();
    gateway.owner.end(session);
    nowMs += 1_000;
    expect((await check()).status).toBe(401);
  });

  it('is asked for by its version, and 304 makes it young again', async () => {
    await check();
    nowMs += 1_000;
    expect((await check()).status).toBe(200);
    const last = gateway.identity.arrivals.at(-1);
    expect(last?.headers['if-none-match']).toBe('"1"');
    const before = lookUps();
    nowMs += 499;
    await check();
    expect(lookUps()).toBe(before);
  });

  it('is asked for beside calls that the owner is slow to answer, however many', async () => {
    const held: (() => void)[] = [];
    gateway.identity.behave(
      gateway.owner.behaviour((arrival, response) => {
        held.push(() => void answers(200, { text: 'hello' })(arrival, response));
      }),
    );
    const slow = Array.from({ length: 60 }, () => gateway.call('/api/v1/terms'));
    await probe(() => held.length >= 32);
    expect((await check()).status).toBe(200);
    gateway.identity.behave(usual());
    for (const answer of held.splice(0)) answer();
    expect(new Set((await Promise.all(slow)).map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('changes with its version', async () => {
    await check();
    gateway.owner.change(session, { stage: 'mfa-pending' });
    nowMs += 1_000;
    expect((await check()).body.stage).toBe('mfa-pending');
  });

  it.each([
    ['fails', answers(500, { oops: true })],
    ['hangs up', (_, response) => void response.destroy()],
    ['knows no such path', answers(404, { code: 'gateway.not_found' })],
    ['answers with something else', answers(200, { version: '1', actor: { type: 'main' } })],
    ['says that nothing changed, though nothing was known', (_, response) => void response.writeHead(304).end()],
  ] satisfies [string, Behaviour][])(
    'is nothing when the owner %s: 503, for reads and writes',
    async (_, behaviour) => {
      gateway.identity.behave(behaviour);
      for (const method of ['GET', 'POST']) {
        const body = method === 'POST' ? { body: '{"text":"x"}' } : {};
        const reply = await gateway.call('/api/v1/notes', { method, headers: gateway.as({ session }), ...body });
        expect([reply.status, reply.body.code]).toEqual([503, 'gateway.unavailable']);
        expect(reply.cookies['__Host-session']).toBeUndefined();
        expect(await gateway.records(reply.body.requestId)).toHaveLength(1);
      }
    },
  );

  it('survives an owner who is away for less than a second', async () => {
    await check();
    gateway.identity.behave(answers(500, {}));
    nowMs += 999;
    expect((await check()).status).toBe(200);
    nowMs += 1;
    expect((await check()).status).toBe(503);
  });

  it('is dropped by the answer of an endpoint that invalidates it, for all sessions of the same person', async () => {
    const { actor } = gateway.owner.entryOf(session);
    const other = gateway.owner.session({ actor: { ...actor, sessionId: randomUUID() } });
    const stranger = gateway.owner.session();
    for (const token of [session, other, stranger]) await check(token);
    gateway.identity.behave(gateway.owner.behaviour(answers(204, undefined, { 'genkan-recorded': 'e-1' })));
    for (const token of [session, other, stranger]) gateway.owner.end(token);
    const reply = await gateway.call('/api/v1/sessions/current', {
      method: 'DELETE',
      headers: gateway.as({ session }),
    });
    expect(reply.status).toBe(204);
    expect((await check()).status).toBe(401);
    expect((await check(other)).status).toBe(401);
    expect((await check(stranger)).status).toBe(200);
  });

  it('is dropped by a sign-in in the browser that carries it, and that of nobody else', async () => {
    const { actor } = gateway.owner.entryOf(session);
    const other = gateway.owner.session({ actor: { ...actor, sessionId: randomUUID() } });
    for (const token of [session, other]) await check(token);
    gateway.identity.behave(gateway.owner.behaviour(answers(201, { text: 'in' })));
    for (const token of [session, other]) gateway.owner.end(token);
    const signIn = (headers: Record<string, string>) =>
      gateway.call('/api/v1/sessions', { method: 'POST', headers, body: '{}' });
    expect((await signIn({})).status).toBe(201);
    expect((await check()).status).toBe(200);
    expect((await signIn(gateway.as({ session }))).status).toBe(201);
    expect((await check()).status).toBe(401);
    expect((await check(other)).status).toBe(200);
  });

  it('is not kept when it was asked for before such an answer', async () => {
    const other = gateway.owner.session({ actor: gateway.owner.entryOf(session).actor });
    await check(other);
    const entry = gateway.owner.entryOf(session);
    const lookUp = heldBack(answers(200, entry));
    gateway.identity.behave((arrival, response) => {
      const behaviour = arrival.url.startsWith('/internal/') ? lookUp.behaviour : answers(204, undefined);
      return behaviour(arrival, response);
    });
    const early = check();
    await lookUp.asked;
    await gateway.call('/api/v1/sessions/current', { method: 'DELETE', headers: gateway.as({ session: other }) });
    gateway.owner.end(session);
    lookUp.release();
    expect((await early).status).toBe(200);
    gateway.identity.behave(usual());
    expect((await check()).status).toBe(401);
  });

  it('ends with its idle time and with its absolute time', async () => {
    const soon = new Date(clock.now().getTime() + 60_000).toISOString();
    const idle = gateway.owner.session({ idleEndsAt: soon });
    const absolute = gateway.owner.session({ absoluteEndsAt: soon });
    const draft = gateway.owner.draft({ endsAt: soon });
    const draftStatus = async () =>
      (await gateway.call('/api/v1/drafts/current', { headers: gateway.as({ draft }) })).status;
    expect([(await check(idle)).status, (await check(absolute)).status, await draftStatus()]).toEqual([200, 200, 200]);
    clock.advance(60_000);
    expect([(await check(idle)).status, (await check(absolute)).status, await draftStatus()]).toEqual([401, 401, 401]);
  });

  it('is the same at two gateways within a second', async () => {
    const beside = await startGateway({ beside: gateway, clock, nowMs: () => nowMs });
    try {
      const checkBeside = () => beside.call('/api/v1/sessions/current', { headers: gateway.as({ session }) });
      expect([(await check()).status, (await checkBeside()).status]).toEqual([200, 200]);
      const written = await beside.call('/api/v1/notes', {
        method: 'POST',
        headers: gateway.as({ session }),
        body: '{"text":"x"}',
      });
      expect(written.body.code).not.toBe('gateway.csrf_failed');
      gateway.owner.end(session);
      nowMs += 1_000;
      expect([(await check()).status, (await checkBeside()).status]).toEqual([401, 401]);
    } finally {
      await beside.close();
    }
  });
});
