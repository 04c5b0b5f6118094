import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RowDataPacket } from 'mysql2';
import type { Client } from '../src/client.js';
import { findRecords, readLog } from '../src/find-records.js';
import { newPerson, type Person, type Step, signIn, signUp } from '../src/individual.js';
import { eventually, inbox, newClient, platform, query, theRecordOf } from './platform.js';

describe('an individual', () => {
  const person = newPerson();
  const visitor = newClient();
  const steps: Step[] = [];
  let accountNo = '';

  beforeAll(async () => {
    accountNo = await signUp(visitor, inbox, person, (step) => void steps.push(step));
  });

  it('gets an account with twelve digits', () => expect(accountNo).toMatch(/^\d{12}$/));

  it('is welcomed by mail', async () => {
    const mail = await inbox.next(person.email, { after: (await inbox.next(person.email)).id });
    expect(mail.code).toBeNull();
  });

  it('is not signed in by signing up', async () => {
    expect(visitor.cookies.has('__Host-session')).toBe(false);
    expect((await visitor.call('GET', '/sessions/current')).status).toBe(401);
  });

  it('signs in with the same browser, and finds every step in the audit', async () => {
    steps.push({ title: 'signs in', reply: await signIn(visitor, person) });
    steps.push({ title: 'asks who it is', reply: await visitor.expect(200, 'GET', '/member') });
    const found = await findRecords(visitor, steps);
    expect(steps.filter(({ reply }) => !found.has(reply.requestId)).map(({ title }) => title)).toEqual([]);
    const log = await readLog(visitor);
    expect(log.map((record) => record.action)).toEqual(
      expect.arrayContaining(['StartRegistration', 'RequestChallenge', 'SendDelivery', 'RegisterMember', 'SignIn']),
    );
  });

  it('is told of a new device once it signs in with another browser, and not of the one that signed up', async () => {
    const other = newClient();
    await signIn(other, person);
    const added = await eventually('the record of the new device', async () => {
      const records = (await readLog(visitor)).filter(({ action }) => action === 'AddDevice');
      return records.length > 0 && records;
    });
    expect(added).toHaveLength(1);
    const notices = () =>
      query<RowDataPacket>(
        'verification',
        "SELECT state FROM deliveries WHERE account_no = ? AND template = 'new-device'",
        [accountNo],
      );
    await eventually('the notice', async () => (await notices()).some(({ state }) => state === 'sent'));
    expect(await notices()).toHaveLength(1);
    await other.expect(204, 'DELETE', '/sessions/current');
  });

  it('leaves exactly one record of each call', async () => {
    for (const { reply } of steps) await theRecordOf(reply.requestId);
  });

  it('leaves no full address and no code anywhere in the audit', async () => {
    const rows = await query<{ text: string } & never>(
      'audit',
      "SELECT CONCAT(headers, CONVERT(value USING utf8mb4), COALESCE(personal, '')) AS text FROM records",
    );
    const all = rows.map((row) => (row as { text: string }).text).join('\n');
    for (const secret of [person.email, person.phone, person.password]) expect(all).not.toContain(secret);
    const codes = await Promise.all([person.email, person.phone].map(async (to) => (await inbox.next(to)).code));
    for (const code of codes) {
      expect(code).toMatch(/^\d{6}$/);
      // As a word of its own: within ids and hashes any six digits are found by chance.
      expect(all).not.toMatch(new RegExp(`\\b${code}\\b`));
    }
  });

  it('signs out, and the session is worth nothing within a second', async () => {
    const before = new Map(visitor.cookies);
    await visitor.expect(204, 'DELETE', '/sessions/current');
    const thief = newClient();
    for (const [name, value] of before) thief.cookies.set(name, value);
    expect((await thief.call('GET', '/sessions/current')).status).toBe(401);
  });
});

describe('devices', () => {
  const person: Person = newPerson();
  const [home, lost] = [newClient(), newClient()];
  const deviceIdOf = async (client: Client) =>
    (await client.expect(200, 'GET', '/devices')).body.items.find((item: { current: boolean }) => item.current)
      .deviceId;

  beforeAll(async () => {
    await signUp(home, inbox, person);
    await signIn(home, person);
    await signIn(lost, person);
  });

  it('are listed, one of them as the current one', async () => {
    const { body } = await home.expect(200, 'GET', '/devices');
    expect(body.items.map((item: { current: boolean }) => item.current)).toEqual([false, true]);
  });

  it('are named by a cookie that any service can check with the public keys of identity', async () => {
    const [head = '', body = '', signature = ''] = home.cookies.get('__Host-device')?.split('.') ?? [];
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
    const published = await fetch(`${platform.services.identity?.url}/.well-known/jwks.json`);
    const { keys } = (await published.json()) as { keys: (JsonWebKey & { kid: string })[] };
    const jwk = keys.find((key) => key.kid === kid);
    if (!jwk) throw new Error(`identity does not publish the key ${kid}`);
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    expect(verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('forgotten elsewhere are signed out within a second, and are new when they come again', async () => {
    const deviceId = await deviceIdOf(lost);
    await home.expect(204, 'DELETE', `/devices/${deviceId}`);
    const forgottenAt = Date.now();
    await eventually('the end', async () => (await lost.call('GET', '/sessions/current')).status === 401, 2_000);
    expect(Date.now() - forgottenAt).toBeLessThan(1_100);
    await signIn(lost, person);
    expect(await deviceIdOf(lost)).not.toBe(deviceId);
  });

  it('of another visitor do not exist', async () => {
    const [stranger, other] = [newClient(), newPerson()];
    await signUp(stranger, inbox, other);
    await signIn(stranger, other);
    const strip = ({ requestId: _, ...rest }: Record<string, unknown>) => rest;
    const [foreign, invented] = [
      await stranger.expect(404, 'DELETE', `/devices/${await deviceIdOf(home)}`),
      await stranger.expect(404, 'DELETE', '/devices/019ab000-0000-7000-8000-00000000dead'),
    ];
    expect(strip(foreign.body)).toEqual(strip(invented.body));
  });

  it('are forgotten all at once, and everybody is signed out', async () => {
    await home.expect(204, 'DELETE', '/devices');
    expect((await home.call('GET', '/sessions/current')).status).toBe(401);
    await eventually('the end', async () => (await lost.call('GET', '/sessions/current')).status === 401, 2_000);
    await signIn(home, person);
    expect((await home.expect(200, 'GET', '/devices')).body.items).toHaveLength(1);
  });
});

describe('sessions', () => {
  const person: Person = newPerson();
  const [home, work] = [newClient(), newClient()];

  beforeAll(async () => {
    await signUp(newClient(), inbox, person);
    await Promise.all([signIn(home, person), signIn(work, person)]);
  });

  it('are listed, one of them as the current one', async () => {
    const { body } = await home.expect(200, 'GET', '/sessions');
    expect(body.items).toHaveLength(2);
    expect(body.items.filter((item: { current: boolean }) => item.current)).toHaveLength(1);
  });

  it('ended by the owner elsewhere end within a second', async () => {
    const { body } = await home.expect(200, 'GET', '/sessions');
    const other = body.items.find((item: { current: boolean }) => !item.current);
    await work.expect(200, 'GET', '/sessions/current');
    await home.expect(204, 'DELETE', `/sessions/${other.sessionId}`);
    const endedAt = Date.now();
    await eventually('the end', async () => (await work.call('GET', '/sessions/current')).status === 401, 2_000);
    expect(Date.now() - endedAt).toBeLessThan(1_100);
  });

  it('of another visitor do not exist', async () => {
    const { body } = await home.expect(200, 'GET', '/sessions');
    const stranger = newClient();
    const other = newPerson();
    await signUp(stranger, inbox, other);
    await signIn(stranger, other);
    const id = body.items[0].sessionId;
    const [foreign, invented] = [
      await stranger.expect(404, 'DELETE', `/sessions/${id}`),
      await stranger.expect(404, 'DELETE', '/sessions/019ab000-0000-7000-8000-00000000dead'),
    ];
    const strip = ({ requestId: _, ...rest }: Record<string, unknown>) => rest;
    expect(strip(foreign.body)).toEqual(strip(invented.body));
  });
});
