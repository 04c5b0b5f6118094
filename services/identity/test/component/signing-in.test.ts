import { hashToken } from '@genkan/credentials/opaque-token';
import { createPasswordHasher, type HashWork } from '@genkan/credentials/password-hasher';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deviceOf, entriesOf, lookUp, newMember, tokenOf, trySignIn, wrong } from './sign-in-calls.js';
import { newEmail } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
let work: HashWork['kind'][] = [];
beforeAll(async () => {
  const cost = { memoryKiB: 8, passes: 1 };
  identity = await startIdentity({ hasher: createPasswordHasher({ cost, observe: ({ kind }) => work.push(kind) }) });
});
beforeEach(() => {
  work = [];
});
afterAll(() => identity.stop());

const rows = (sql: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> =>
  identity.dataSource.query(sql, parameters);
const namesOf = (events: { type: string }[]) => events.map(({ type }) => type);

describe('the right password', () => {
  it('starts a session: answered, stored, told', async () => {
    const { email, memberId, accountNo } = await newMember(identity);
    const answer = await trySignIn(identity, email.toUpperCase(), { ip: '203.0.113.77' }).expect(201);
    const { sessionId } = answer.body;
    expect(answer.body).toEqual({
      sessionId,
      stage: 'full',
      accountNo,
      idleEndsAt: '2026-11-23T09:30:00.000Z',
      absoluteEndsAt: '2026-11-23T21:00:00.000Z',
    });
    expect(answer.headers['genkan-set-session']).toMatch(/^[\w-]{43};43200$/);
    expect(answer.headers['genkan-set-device']).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{86};34560000$/);

    const [session] = await rows('SELECT * FROM sessions WHERE id = ?', [sessionId]);
    expect(session).toMatchObject({ principal_id: memberId, source_ip: '203.0.113.77', ended_at: null, version: 1 });
    const [{ id: deviceId } = { id: '' }] = entriesOf(deviceOf(answer));
    expect(session?.device_id).toBe(deviceId);

    const [started, added, ...more] = (await identity.events(accountNo)).slice(2);
    expect(more).toEqual([]);
    expect(answer.headers['genkan-recorded']).toBe(started?.id);
    expect(started).toMatchObject({
      type: 'genkan.identity.session.started.v1',
      data: {
        version: 1,
        sessionId,
        principalType: 'main',
        principalId: memberId,
        accountNo,
        stage: 'full',
        deviceId,
        activity: {
          scope: accountNo,
          visibility: 'tenant',
          action: 'SignIn',
          result: 'SUCCESS',
          actor: { type: 'main', id: memberId, loginId: 'k***@example.com', sessionId, mfa: false },
          sourceIp: '203.0.113.77',
        },
      },
    });
    expect(added).toMatchObject({
      type: 'genkan.identity.device.added.v1',
      causationId: started?.id,
      data: { deviceId, memberId, accountNo, sessionId },
    });
    expect(work.slice(-1)).toEqual(['verify']);
  });

  it('makes a device known once', async () => {
    const { email, accountNo } = await newMember(identity);
    const device = deviceOf(await trySignIn(identity, email).expect(201));
    const again = await trySignIn(identity, email, { device }).expect(201);
    expect(deviceOf(again)).toBe(device);
    const added = (await identity.events(accountNo)).filter(({ type }) => type.includes('device.added'));
    expect(added).toHaveLength(1);
  });

  it('keeps a browser known to ten login ids that take turns in it, each by an id of its own; an eleventh is one too many', async () => {
    const members = await Promise.all(Array.from({ length: 11 }, () => newMember(identity)));
    let device = '';
    const signInAs = async ({ email }: (typeof members)[number]) => {
      device = deviceOf(await trySignIn(identity, email, { device }).expect(201));
    };
    for (const member of [...members.slice(0, 10), ...members.slice(0, 10)]) await signInAs(member);
    const ids = members.map(({ memberId }) => memberId);
    const deviceIds = (await rows('SELECT DISTINCT device_id FROM sessions WHERE principal_id IN (?)', [ids]))
      .map(({ device_id }) => device_id)
      .sort();
    expect(deviceIds).toHaveLength(10);
    const namedIds = entriesOf(device).map(({ id }) => id);
    expect(namedIds.sort()).toEqual(deviceIds);
    for (const member of [members[10], members[0], members[2]]) if (member) await signInAs(member);
    const added = async ({ accountNo }: (typeof members)[number]) =>
      (await identity.events(accountNo)).filter(({ type }) => type.includes('device.added')).length;
    expect(await Promise.all(members.map(added))).toEqual([2, ...Array(10).fill(1)]);
  });

  it('gives a new token each time, of which only the SHA-256 is kept, and no event holds any', async () => {
    const { email } = await newMember(identity);
    const answers = [await trySignIn(identity, email).expect(201), await trySignIn(identity, email).expect(201)];
    const tokens = answers.map(tokenOf);
    expect(new Set(tokens).size).toBe(2);
    for (const [index, token] of tokens.entries()) {
      const [row] = await rows('SELECT HEX(token_hash) AS hash FROM sessions WHERE id = ?', [
        answers[index]?.body.sessionId,
      ]);
      expect(String(row?.hash).toLowerCase()).toBe(hashToken(token));
    }
    const stored = JSON.stringify(await rows('SELECT * FROM sessions'));
    const published = (await identity.events()).map(({ text }) => text).join('\n');
    for (const secret of [...tokens, ...answers.map(deviceOf)]) {
      expect(stored).not.toContain(secret);
      expect(published).not.toContain(secret);
      expect(published).not.toContain(hashToken(secret));
    }
  });
});

describe('a wrong password', () => {
  it('is refused: no session, no cookie, one record in the owner’s log', async () => {
    const { email, memberId, accountNo } = await newMember(identity);
    const answer = await trySignIn(identity, email, { password: wrong }).expect(401);
    expect(answer.body.code).toBe('identity.sign_in_failed');
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('genkan-set'))).toEqual([]);
    expect(await rows('SELECT id FROM sessions WHERE principal_id = ?', [memberId])).toEqual([]);

    const [failed, ...more] = (await identity.events(accountNo)).slice(2);
    expect(more).toEqual([]);
    expect(answer.headers['genkan-recorded']).toBe(failed?.id);
    expect(failed).toMatchObject({
      type: 'genkan.identity.sign-in.failed.v1',
      data: {
        knownId: true,
        deviceKnown: false,
        activity: {
          scope: accountNo,
          visibility: 'tenant',
          action: 'SignIn',
          result: 'FAIL',
          errorCode: 'identity.sign_in_failed',
          actor: { type: 'anonymous', id: null, loginId: 'k***@example.com', sessionId: null },
        },
      },
    });
    expect(failed?.text).not.toContain(email);
    expect(failed?.text).not.toContain(wrong);
  });

  it.each([`${' '}Tr0ub4dor&3x`, 'Tr0ub4dor&3x ', 'tr0ub4dor&3x'])(
    'is whatever differs at all: "%s"',
    async (typed) => {
      const { email } = await newMember(identity);
      await trySignIn(identity, email, { password: typed }).expect(401);
    },
  );
});

describe('who cannot sign in', () => {
  /** What a client sees, apart from what differs between any two answers. */
  const seen = ({ status, text, headers }: { status: number; text: string; headers: Record<string, string> }) => {
    const { date: _, 'genkan-recorded': __, ...others } = headers;
    return { status, headers: others, text: text.replace(/"requestId":"[^"]+"/, '"requestId":"…"') };
  };
  const withStatus = async (status: string) => {
    const member = await newMember(identity);
    await rows('UPDATE members SET status = ? WHERE id = ?', [status, member.memberId]);
    return member.email;
  };

  it('gets equal bytes and headers, known or not, and the same work is done', async () => {
    const known = (await newMember(identity)).email;
    const others = [newEmail(), 'not an address', await withStatus('dormant'), await withStatus('withdrawn')];
    const expected = seen(await trySignIn(identity, known, { password: wrong }));
    expect(expected.status).toBe(401);
    for (const loginId of others) {
      work = [];
      expect(seen(await trySignIn(identity, loginId))).toEqual(expected);
      expect(work).toEqual(['decoy']);
    }
  });

  it('is locked alike, known or not', async () => {
    const known = (await newMember(identity)).email;
    const answersTo = async (loginId: string) => {
      const answers = [];
      for (let guess = 1; guess <= 7; guess += 1)
        answers.push(seen(await trySignIn(identity, loginId, { password: wrong })));
      return answers;
    };
    const expected = await answersTo(known);
    expect(expected.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    for (const loginId of [newEmail(), 'no address either', await withStatus('withdrawn')]) {
      expect(await answersTo(loginId)).toEqual(expected);
    }
  });

  it('leaves a record without any text of an unknown login id', async () => {
    const typed = 'my-secret-passphrase@typed.example';
    const before = (await identity.events()).length;
    for (let guess = 1; guess <= 5; guess += 1) await trySignIn(identity, typed, { password: wrong }).expect(401);
    const events = (await identity.events()).slice(before);
    expect(namesOf(events)).toEqual([
      ...Array(5).fill('genkan.identity.sign-in.failed.v1'),
      'genkan.identity.sign-in.locked.v1',
    ]);
    for (const event of events) {
      expect(event.key).toBe(event.id);
      expect(event.data).toMatchObject({
        knownId: false,
        activity: { scope: 'platform', visibility: 'operator', actor: { type: 'anonymous', id: null, loginId: null } },
      });
    }
    const everything = (await identity.events()).map(({ text }) => text).join('\n');
    for (const part of ['my-secret', 'passphrase', 'typed.example', wrong]) expect(everything).not.toContain(part);
    const buckets = JSON.stringify(await rows('SELECT * FROM sign_in_buckets'));
    expect(buckets).not.toContain('passphrase');
  });

  it('keeps a dormant member’s failures in the member’s own log', async () => {
    const member = await newMember(identity);
    await rows("UPDATE members SET status = 'dormant' WHERE id = ?", [member.memberId]);
    await trySignIn(identity, member.email).expect(401);
    expect((await identity.events(member.accountNo)).at(-1)).toMatchObject({
      type: 'genkan.identity.sign-in.failed.v1',
      data: { knownId: true },
    });
  });
});

describe('what a body may hold', () => {
  it.each([
    ['an account', { accountNo: '204718330962' }],
    ['a role', { role: 'operator' }],
    ['a stage', { stage: 'full' }],
    ['a device', { deviceId: '019ab000-0000-7000-8000-000000000003' }],
  ])('is refused with %s', async (_, extra) => {
    const { email } = await newMember(identity);
    const sent = trySignIn(identity, email).send(extra);
    expect((await sent.expect(400)).body.code).toBe('gateway.invalid_request');
  });

  it('is no session to look up when it was never started', async () => {
    const { body } = await lookUp(identity, 'x'.repeat(43)).expect(404);
    expect(body.code).toBe('identity.session_not_found');
  });
});
