import { randomUUID } from 'node:crypto';
import { endAllSessions, endSession, listSessions, signOut } from '@genkan/contracts/identity/sessions';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntityManager } from 'typeorm';
import { eventNames, lookUp, newMember, signedIn } from './sign-in-calls.js';
import { type Identity, startIdentity } from './start-identity.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

const later = (ms: number) => new Date(identity.clock.now().getTime() + ms).toISOString();
const end = (as: Awaited<ReturnType<typeof signedIn>>['as'], sessionId: string) =>
  identity.call(endSession, { as, params: { sessionId } });
const endings = async (accountNo: string) =>
  (await identity.events(accountNo)).filter(({ type }) => type === 'genkan.identity.session.ended.v1');
const queriesOf = async (work: () => Promise<unknown>) => {
  const writes: string[] = [];
  const query = EntityManager.prototype.query;
  EntityManager.prototype.query = function (this: EntityManager, sql: string, parameters?: unknown[]) {
    writes.push(sql);
    return query.call(this, sql, parameters);
  } as typeof query;
  try {
    await work();
  } finally {
    EntityManager.prototype.query = query;
  }
  return writes;
};

describe('looking up a session', () => {
  it('says who it is, and nothing new when the version is known', async () => {
    const member = await newMember(identity);
    const { token, sessionId } = await signedIn(identity, member);
    const found = await lookUp(identity, token).expect(200);
    expect(found.body).toEqual({
      version: expect.any(String),
      actor: {
        type: 'main',
        id: member.memberId,
        loginId: 'k***@example.com',
        sessionId,
        accessKeyId: null,
        mfa: false,
      },
      accountNo: member.accountNo,
      stage: 'full',
      startedAt: later(0),
      idleEndsAt: later(30 * MINUTE_MS),
      absoluteEndsAt: later(12 * HOUR_MS),
    });
    expect(found.headers.etag).toBe(`"${found.body.version}"`);
    const again = await lookUp(identity, token)
      .set('if-none-match', found.headers.etag ?? '')
      .expect(304);
    expect(again.text).toBe('');
  });

  it('refuses what is no hash', async () => {
    await lookUp(identity, 'unknown').expect(404);
  });

  it('notes the use once a minute, which moves the idle end and changes the version', async () => {
    const { token } = await signedIn(identity, await newMember(identity));
    const { headers } = await lookUp(identity, token).expect(200);
    identity.clock.advance(MINUTE_MS - 1);
    const ask = () => lookUp(identity, token).set('if-none-match', headers.etag ?? '');
    expect((await queriesOf(() => ask().expect(304))).filter((sql) => sql.startsWith('UPDATE'))).toEqual([]);
    identity.clock.advance(1);
    expect((await queriesOf(() => ask().expect(200))).filter((sql) => sql.startsWith('UPDATE'))).toHaveLength(1);
    expect((await ask().expect(200)).body.idleEndsAt).toBe(later(30 * MINUTE_MS));
  });
});

describe('a session that is not used for 30 minutes', () => {
  it('is gone at that moment, and its end is told once, by however many instances', async () => {
    const member = await newMember(identity);
    const { token, sessionId } = await signedIn(identity, member);
    identity.clock.advance(30 * MINUTE_MS - 1);
    await identity.runJobs();
    expect(await endings(member.accountNo)).toEqual([]);
    identity.clock.advance(1);
    await lookUp(identity, token).expect(404);
    await Promise.all([identity.runJobs(), identity.runJobs(), identity.runJobs()]);
    expect(await endings(member.accountNo)).toMatchObject([
      {
        data: {
          sessionId,
          version: 2,
          reason: 'idle',
          activity: { action: 'EndSession', actor: { type: 'system' }, source: 'SYSTEM', sourceIp: '' },
        },
      },
    ]);
  });

  it('has an end of its own: nobody else’s is its cause', async () => {
    const members = [await newMember(identity), await newMember(identity)];
    for (const member of members) await signedIn(identity, member);
    identity.clock.advance(30 * MINUTE_MS);
    await identity.runJobs();
    const ended = (await Promise.all(members.map(({ accountNo }) => endings(accountNo)))).flat();
    expect(ended.map(({ causationId }) => causationId)).toEqual([undefined, undefined]);
    expect(new Set(ended.map(({ correlationId }) => correlationId)).size).toBe(2);
  });
});

it('a session in use ends after twelve hours all the same', async () => {
  const member = await newMember(identity);
  const { token } = await signedIn(identity, member);
  for (let passed = 20; passed < 12 * 60; passed += 20) {
    identity.clock.advance(20 * MINUTE_MS);
    await lookUp(identity, token).expect(200);
  }
  identity.clock.advance(20 * MINUTE_MS);
  await lookUp(identity, token).expect(404);
  await identity.runJobs();
  expect(await endings(member.accountNo)).toMatchObject([{ data: { reason: 'absolute' } }]);
});

describe('the list of one’s sessions', () => {
  it('comes in pages, newest first, each session once, one’s own marked', async () => {
    const member = await newMember(identity);
    const started = [];
    for (let count = 0; count < 5; count += 1) {
      started.unshift(await signedIn(identity, member));
      if (count % 2) identity.clock.advance(1_000);
    }
    const [newest] = started;
    const pages: { sessionId: string; current: boolean }[][] = [];
    let cursor: string | undefined;
    do {
      const query = { size: 2, ...(cursor ? { cursor } : {}) };
      const { body } = await identity
        .call(listSessions, { as: newest?.as ?? {} })
        .query(query)
        .expect(200);
      pages.push(body.items);
      cursor = body.nextCursor;
    } while (cursor);
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(
      pages
        .flat()
        .map(({ sessionId }) => sessionId)
        .sort(),
    ).toEqual(started.map(({ sessionId }) => sessionId).sort());
    expect(pages.flat().filter(({ current }) => current)).toMatchObject([{ sessionId: newest?.sessionId }]);
    const { body } = await identity.call(listSessions, { as: newest?.as ?? {} }).expect(200);
    expect(body.items).toEqual(pages.flat());
    expect(body).not.toHaveProperty('nextCursor');
    expect(body.items.map(({ startedAt }: { startedAt: string }) => startedAt)).toEqual(
      body.items
        .map(({ startedAt }: { startedAt: string }) => startedAt)
        .sort()
        .reverse(),
    );
  });

  it('refuses a cursor of another member, of another size, or of nobody', async () => {
    const [one, other] = [await newMember(identity), await newMember(identity)];
    const [mine] = [await signedIn(identity, one), await signedIn(identity, one)];
    const theirs = [await signedIn(identity, other), await signedIn(identity, other)];
    const ask = (as: typeof mine.as, query: object) => identity.call(listSessions, { as }).query(query);
    const { body } = await ask(theirs[0]?.as ?? mine.as, { size: 1 }).expect(200);
    await ask(theirs[0]?.as ?? mine.as, { size: 1, cursor: body.nextCursor }).expect(200);
    for (const [as, query] of [
      [mine.as, { size: 1, cursor: body.nextCursor }],
      [theirs[0]?.as ?? mine.as, { size: 2, cursor: body.nextCursor }],
      [mine.as, { size: 1, cursor: 'e30.x' }],
    ] as const) {
      const refused = await ask(as, query).expect(400);
      expect(refused.body.errors).toMatchObject([{ field: 'query.cursor' }]);
    }
    await ask(mine.as, { size: 101 }).expect(400);
    await ask(mine.as, { size: 0 }).expect(400);
  });
});

describe('ending', () => {
  it('one session ends that one: answered, stored, told', async () => {
    const member = await newMember(identity);
    const [mine, lost] = [await signedIn(identity, member), await signedIn(identity, member)];
    const answer = await end(mine.as, lost.sessionId).expect(204);
    expect(answer.headers).not.toHaveProperty('genkan-set-session');
    await lookUp(identity, lost.token).expect(404);
    await lookUp(identity, mine.token).expect(200);
    const told = await endings(member.accountNo);
    expect(told).toMatchObject([
      {
        id: answer.headers['genkan-recorded'],
        data: {
          sessionId: lost.sessionId,
          version: 2,
          reason: 'ended-by-owner',
          activity: { result: 'SUCCESS', actor: { id: member.memberId, sessionId: mine.sessionId } },
        },
      },
    ]);
  });

  it('a session of another member, an ended or an invented one is the same 404, and changes nothing', async () => {
    const [one, other] = [await newMember(identity), await newMember(identity)];
    const mine = await signedIn(identity, one);
    const [ended, theirs] = [await signedIn(identity, one), await signedIn(identity, other)];
    await end(mine.as, ended.sessionId).expect(204);
    const answers = [];
    for (const sessionId of [randomUUID(), theirs.sessionId, ended.sessionId]) {
      const { status, text, headers } = await end(mine.as, sessionId);
      const { date: _, ...others } = headers;
      answers.push({ status, others, text: text.replace(/"requestId":"[^"]+"/, '') });
    }
    expect(answers[0]?.status).toBe(404);
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    await lookUp(identity, theirs.token).expect(200);
    expect(await endings(other.accountNo)).toEqual([]);
    await end(mine.as, 'no-id').expect(400);
  });

  it('all sessions ends the one that asks too, in one record with its consequences', async () => {
    const [member, other] = [await newMember(identity), await newMember(identity)];
    const sessions = [
      await signedIn(identity, member),
      await signedIn(identity, member),
      await signedIn(identity, member),
    ];
    const theirs = await signedIn(identity, other);
    const answer = await identity.call(endAllSessions, { as: sessions[0]?.as ?? {} }).expect(204);
    expect(answer.headers['genkan-set-session']).toBe('');
    for (const { token } of sessions) await lookUp(identity, token).expect(404);
    await lookUp(identity, theirs.token).expect(200);
    const [first, ...others] = await endings(member.accountNo);
    expect(answer.headers['genkan-recorded']).toBe(first?.id);
    expect(others.map(({ causationId }) => causationId)).toEqual([first?.id, first?.id]);
  });

  it('one’s own by signing out works twice, and is told once', async () => {
    const member = await newMember(identity);
    const { as, token } = await signedIn(identity, member);
    const answer = await identity.call(signOut, { as }).expect(204);
    expect(answer.headers['genkan-set-session']).toBe('');
    await lookUp(identity, token).expect(404);
    const again = await identity.call(signOut, { as }).expect(204);
    expect(again.headers['genkan-set-session']).toBe('');
    expect(again.headers).not.toHaveProperty('genkan-recorded');
    expect(await endings(member.accountNo)).toMatchObject([
      { id: answer.headers['genkan-recorded'], data: { reason: 'signed-out' } },
    ]);
  });

  it('one session many times at once is done and told once', async () => {
    const member = await newMember(identity);
    const [mine, lost] = [await signedIn(identity, member), await signedIn(identity, member)];
    const answers = await Promise.all(Array.from({ length: 10 }, () => end(mine.as, lost.sessionId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(9).fill(404)]);
    expect((await eventNames(identity, member.accountNo)).filter((name) => name === 'session.ended')).toHaveLength(1);
  });
});

it('what ended is removed after eight days, when no message of it can come any more', async () => {
  const member = await newMember(identity);
  const { as, sessionId } = await signedIn(identity, member);
  await identity.call(signOut, { as }).expect(204);
  const stored = () => identity.dataSource.query('SELECT id FROM sessions WHERE id = ?', [sessionId]);
  identity.clock.advance(8 * 24 * HOUR_MS);
  await identity.runJobs();
  expect(await stored()).toHaveLength(1);
  identity.clock.advance(1);
  await identity.runJobs();
  expect(await stored()).toEqual([]);
});

it('a session that cannot be ended keeps no later one from ending, and fails the run', async () => {
  const [bad, good] = [await newMember(identity), await newMember(identity)];
  const { sessionId } = await signedIn(identity, bad);
  identity.clock.advance(MINUTE_MS);
  await signedIn(identity, good);
  const setAccount = (accountNo: string) =>
    identity.dataSource.query('UPDATE sessions SET account_no = ? WHERE id = ?', [accountNo, sessionId]);
  await setAccount('none');
  identity.clock.advance(HOUR_MS);
  await expect(identity.runJobs()).rejects.toThrow('1 sessions and 0 locks could not be ended');
  expect(await endings(good.accountNo)).toHaveLength(1);
  await setAccount(bad.accountNo);
  await identity.runJobs();
  expect(await endings(bad.accountNo)).toHaveLength(1);
});
