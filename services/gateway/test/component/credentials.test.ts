import { randomUUID } from 'node:crypto';
import { anonymousActor } from '@genkan/contracts/call-context';
import { fakeClock } from '@genkan/testing/fake-clock';
import { probe } from '@genkan/testing/probe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answers, type Behaviour } from '../harness/fake-service.js';
import { type Stage, startStage } from '../harness/gateway-under-test.js';

const clock = fakeClock();
let nowMs = 1_000_000;
let stage: Stage;
let session: string;

beforeAll(async () => {
  stage = await startStage({ clock, nowMs: () => nowMs });
});
afterAll(() => stage.close());
const usual = (): Behaviour => stage.owner.behaviour(answers(200, { text: 'hello' }));
beforeEach(() => {
  stage.identity.behave(usual());
  session = stage.owner.session();
});

const check = (token = session) => stage.call('/api/v1/sessions/current', { headers: stage.as({ session: token }) });
const lookUps = () => stage.owner.lookUps.length;

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
    stage.owner.end(session);
    nowMs += 500;
    expect((await check()).status).toBe(200);
    await probe(() => lookUps() > before);
    expect(await probe(async () => (await check()).status === 401 && 401)).toBe(401);
  });

  it('is never used when a second has passed', async () => {
    await check();
    stage.owner.end(session);
    nowMs += 1_000;
    expect((await check()).status).toBe(401);
  });

  it('is asked for by its version, and 304 makes it young again', async () => {
    await check();
    nowMs += 1_000;
    expect((await check()).status).toBe(200);
    const last = stage.identity.arrivals.at(-1);
    expect(last?.headers['if-none-match']).toBe('"1"');
    const before = lookUps();
    nowMs += 499;
    await check();
    expect(lookUps()).toBe(before);
  });

  it('changes with its version', async () => {
    await check();
    stage.owner.change(session, { stage: 'mfa-pending' });
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
      stage.identity.behave(behaviour);
      for (const method of ['GET', 'POST']) {
        const body = method === 'POST' ? { body: '{"text":"x"}' } : {};
        const reply = await stage.call('/api/v1/notes', { method, headers: stage.as({ session }), ...body });
        expect([reply.status, reply.body.code]).toEqual([503, 'gateway.unavailable']);
        expect(reply.cookies['__Host-session']).toBeUndefined();
        expect(await stage.records(reply.body.requestId)).toHaveLength(1);
      }
    },
  );

  it('survives an owner who is away for less than a second', async () => {
    await check();
    stage.identity.behave(answers(500, {}));
    nowMs += 999;
    expect((await check()).status).toBe(200);
    nowMs += 1;
    expect((await check()).status).toBe(503);
  });

  it('is dropped by the answer of an endpoint that invalidates it, for all sessions of the same person', async () => {
    const { actor } = stage.owner.entryOf(session);
    const other = stage.owner.session({ actor: { ...actor, sessionId: randomUUID() } });
    const stranger = stage.owner.session();
    for (const token of [session, other, stranger]) await check(token);
    stage.identity.behave(stage.owner.behaviour(answers(204, undefined, { 'genkan-recorded': 'e-1' })));
    for (const token of [session, other, stranger]) stage.owner.end(token);
    const reply = await stage.call('/api/v1/sessions/current', { method: 'DELETE', headers: stage.as({ session }) });
    expect(reply.status).toBe(204);
    expect((await check()).status).toBe(401);
    expect((await check(other)).status).toBe(401);
    expect((await check(stranger)).status).toBe(200);
  });

  it('is not kept when it was asked for before such an answer', async () => {
    let release: () => void = () => undefined;
    const other = stage.owner.session({ actor: stage.owner.entryOf(session).actor });
    await check(other);
    const entry = stage.owner.entryOf(session);
    const asked = new Promise<void>((resolve) => {
      stage.identity.behave(async (arrival, response) => {
        if (!arrival.url.startsWith('/internal/')) return answers(204, undefined)(arrival, response);
        resolve();
        await new Promise<void>((go) => {
          release = go;
        });
        answers(200, entry)(arrival, response);
      });
    });
    const early = check();
    await asked;
    await stage.call('/api/v1/sessions/current', { method: 'DELETE', headers: stage.as({ session: other }) });
    stage.owner.end(session);
    release();
    expect((await early).status).toBe(200);
    stage.identity.behave(usual());
    expect((await check()).status).toBe(401);
  });

  it('ends with its idle time and with its absolute time', async () => {
    const soon = new Date(clock.now().getTime() + 60_000).toISOString();
    const idle = stage.owner.session({ idleEndsAt: soon });
    const absolute = stage.owner.session({ absoluteEndsAt: soon });
    const draft = stage.owner.draft({ endsAt: soon });
    const draftStatus = async () =>
      (await stage.call('/api/v1/drafts/current', { headers: stage.as({ draft }) })).status;
    expect([(await check(idle)).status, (await check(absolute)).status, await draftStatus()]).toEqual([200, 200, 200]);
    clock.advance(60_000);
    expect([(await check(idle)).status, (await check(absolute)).status, await draftStatus()]).toEqual([401, 401, 401]);
  });

  it('is the same at two gateways within a second', async () => {
    const beside = await startStage({ beside: stage, clock, nowMs: () => nowMs });
    try {
      const checkBeside = () => beside.call('/api/v1/sessions/current', { headers: stage.as({ session }) });
      expect([(await check()).status, (await checkBeside()).status]).toEqual([200, 200]);
      const written = await beside.call('/api/v1/notes', {
        method: 'POST',
        headers: stage.as({ session }),
        body: '{"text":"x"}',
      });
      expect(written.body.code).not.toBe('gateway.csrf_failed');
      stage.owner.end(session);
      nowMs += 1_000;
      expect([(await check()).status, (await checkBeside()).status]).toEqual([401, 401]);
    } finally {
      await beside.close();
    }
  });
});

describe('whose credential counts', () => {
  it('is decided by the endpoint, when a session and a draft come together', async () => {
    const draft = stage.owner.draft();
    const headers = stage.as({ session, draft });
    const who = async (path: string, method = 'GET', body?: string) => {
      const reply = await stage.call(path, { method, headers, ...(body && { body }) });
      const [record] = await stage.records(reply.headers['x-request-id']);
      return record?.activity.actor.type;
    };
    expect(await who('/api/v1/notes')).toBe('main');
    expect(await who('/api/v1/drafts/current')).toBe('draft');
    expect(await who('/api/v1/terms')).toBe('anonymous');
    expect(await who(`/api/v1/notes/${randomUUID()}`, 'PUT', '{"text":"x"}')).toBe('main');
    stage.owner.end(session);
    nowMs += 1_000;
    expect(await who(`/api/v1/notes/${randomUUID()}`, 'PUT', '{"text":"x"}')).toBe('draft');
  });

  it('is nobody’s where the endpoint takes none, so nothing is looked up', async () => {
    const before = lookUps();
    expect((await stage.call('/api/v1/terms', { headers: stage.as({ session }) })).status).toBe(200);
    expect(lookUps()).toBe(before);
  });
});

describe('principals and endpoints', () => {
  const sub = { ...anonymousActor, type: 'sub', id: randomUUID() } as const;
  const operator = { ...anonymousActor, type: 'operator', id: randomUUID() } as const;
  const callers: Record<string, () => { session?: string; draft?: string }> = {
    anonymous: () => ({}),
    draft: () => ({ draft: stage.owner.draft() }),
    main: () => ({ session: stage.owner.session() }),
    'main before MFA': () => ({ session: stage.owner.session({ stage: 'mfa-pending' }) }),
    'main without account': () => ({ session: stage.owner.session({ accountNo: null }) }),
    sub: () => ({ session: stage.owner.session({ actor: sub }) }),
    operator: () => ({ session: stage.owner.session({ actor: operator, accountNo: null }) }),
  };
  const matrix: Record<string, Record<string, number | string>> = {
    '/api/v1/terms': { anonymous: 200, draft: 200, main: 200, 'main before MFA': 200, sub: 200, operator: 200 },
    '/api/v1/drafts/current': { anonymous: 'unauthenticated', draft: 200, main: 'unauthenticated' },
    '/api/v1/notes': {
      anonymous: 'unauthenticated',
      draft: 'unauthenticated',
      main: 200,
      'main before MFA': 'stage_not_allowed',
      'main without account': 'caller_not_allowed',
      sub: 'caller_not_allowed',
      operator: 'caller_not_allowed',
    },
    '/api/v1/sessions/current': { anonymous: 'unauthenticated', main: 200, 'main before MFA': 200, operator: 200 },
    '/api/v1/sources': { anonymous: 'unauthenticated', main: 'caller_not_allowed', operator: 200 },
    '/api/v1/servers': { anonymous: 'unauthenticated', main: 'unavailable' },
  };
  const table = Object.entries(matrix).flatMap(([path, row]) =>
    Object.entries(row).map(([caller, expected]) => [caller, path, expected] as const),
  );

  it.each(table)('%s at %s: %s', async (caller, path, expected) => {
    const arrivals = stage.identity.arrivals.filter(({ url }) => url === path).length;
    const reply = await stage.call(path, { headers: stage.as(callers[caller]?.() ?? {}) });
    const reached = stage.identity.arrivals.filter(({ url }) => url === path).length - arrivals;
    if (expected === 200) return expect(reply.status).toBe(200);
    expect([reply.body.code, reached]).toEqual([`gateway.${expected}`, 0]);
    expect(await stage.records(reply.body.requestId)).toHaveLength(1);
  });
});

describe('cookies', () => {
  const token = 's'.repeat(43);
  const post = (path: string, headers: Record<string, string> = {}) =>
    stage.call(path, { method: 'POST', headers, body: '{"text":"x"}' });

  it('are set as the service says, for our host alone, with a CSRF token that works', async () => {
    const device = 'd'.repeat(43);
    const fields = { 'genkan-set-session': `${session};43200`, 'genkan-set-device': `${device};31536000` };
    stage.identity.behave(stage.owner.behaviour(answers(201, { text: 'in' }, fields)));
    const { cookies, headers } = await post('/api/v1/sessions');
    const attributes = 'Path=/; Secure; SameSite=Strict';
    expect(cookies).toEqual({
      '__Host-session': `__Host-session=${session}; ${attributes}; HttpOnly; Max-Age=43200`,
      '__Host-device': `__Host-device=${device}; ${attributes}; HttpOnly; Max-Age=31536000`,
      '__Host-csrf': expect.stringMatching(new RegExp(`^__Host-csrf=[\\w-]{43}; ${attributes}; Max-Age=43200$`)),
    });
    expect(Object.keys(headers).join()).not.toContain('genkan');
    const csrf = /csrf=([\w-]+)/.exec(cookies['__Host-csrf'] ?? '')?.[1] ?? '';
    const written = await post('/api/v1/notes', { cookie: `__Host-session=${session}`, 'x-csrf-token': csrf });
    expect(written.status).toBe(201);
  });

  it('that the contract does not let the service set are not set', async () => {
    stage.identity.behave(stage.owner.behaviour(answers(201, { text: 'x' }, { 'genkan-set-session': `${token};60` })));
    expect((await post('/api/v1/drafts')).cookies).toEqual({});
  });

  it('of a broken form are an answer that is not as agreed', async () => {
    for (const value of ['short;60', `${token};x`, `${token};60; Domain=evil.example`, token]) {
      stage.identity.behave(stage.owner.behaviour(answers(201, { text: 'x' }, { 'genkan-set-session': value })));
      const reply = await post('/api/v1/sessions');
      expect([reply.status, reply.cookies]).toEqual([502, {}]);
    }
  });

  it('are cleared as the service says; the CSRF cookie then serves the credential that is left', async () => {
    const draft = stage.owner.draft();
    stage.identity.behave(stage.owner.behaviour(answers(204, undefined, { 'genkan-set-draft': '' })));
    const end = (headers: Record<string, string>) =>
      stage.call('/api/v1/drafts/current', { method: 'DELETE', headers });
    const alone = await end(stage.as({ draft }));
    expect(alone.cookies['__Host-draft']).toContain(
      '__Host-draft=; Path=/; Secure; SameSite=Strict; HttpOnly; Max-Age=0',
    );
    expect(alone.cookies['__Host-csrf']).toContain('__Host-csrf=; ');
    const both = await end(stage.as({ session, draft }));
    const ofSession = stage.as({ session })['x-csrf-token'];
    expect(both.cookies['__Host-csrf']).toContain(`__Host-csrf=${ofSession};`);
  });

  it('of a session that does not stand are cleared', async () => {
    stage.owner.end(session);
    const reply = await stage.call('/api/v1/notes', { headers: stage.as({ session }) });
    expect(reply.cookies['__Host-session']).toContain('Max-Age=0');
    expect(reply.cookies['__Host-csrf']).toContain('Max-Age=0');
  });

  it('give the CSRF token back to who has lost it', async () => {
    const { cookie = '', 'x-csrf-token': csrf } = stage.as({ session });
    const healed = await stage.call('/api/v1/sessions/current', { headers: { cookie } });
    expect(healed.cookies['__Host-csrf']).toContain(`__Host-csrf=${csrf};`);
    const fine = await stage.call('/api/v1/sessions/current', {
      headers: { cookie: `${cookie}; __Host-csrf=${csrf}` },
    });
    expect(fine.cookies).toEqual({});
  });
});
