import { randomUUID } from 'node:crypto';
import { forgetDevice, forgetDevices, listDevices } from '@genkan/contracts/identity/devices';
import { endAllSessions } from '@genkan/contracts/identity/sessions';
import { createPasswordHasher, type PasswordHasher } from '@genkan/credentials/password-hasher';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addedDevices,
  entriesOf,
  eventNames,
  isDeviceKnown,
  lookUp,
  newMember,
  signedIn,
  trySignIn,
} from './sign-in-calls.js';
import { type Identity, startIdentity } from './start-identity.js';

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36';

const cheap = createPasswordHasher({ cost: { memoryKiB: 8, passes: 1 }, queueDeadlineMs: 60_000 });
/** What happens while the next password is checked. */
let meanwhile: (() => Promise<unknown>) | undefined;
const hasher: PasswordHasher = {
  ...cheap,
  async verify(phc, typed) {
    const work = meanwhile;
    meanwhile = undefined;
    await work?.();
    return cheap.verify(phc, typed);
  },
};

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity({ hasher });
});
afterAll(() => identity.stop());

type Member = Awaited<ReturnType<typeof newMember>>;
type Caller = Awaited<ReturnType<typeof signedIn>>;

const list = async ({ as }: Pick<Caller, 'as'>) => (await identity.call(listDevices, { as }).expect(200)).body.items;
const forget = ({ as }: Caller, deviceId: string) => identity.call(forgetDevice, { as, params: { deviceId } });
const forgetAll = ({ as }: Caller) => identity.call(forgetDevices, { as });
const eventOf = async ({ accountNo }: Member, name: string) =>
  (await identity.events(accountNo)).find(({ type }) => type === `genkan.identity.${name}.v1`);
const count = async (sql: string, parameters: unknown[] = []) =>
  Number((await identity.dataSource.query(`SELECT COUNT(*) AS n FROM ${sql}`, parameters))[0].n);

describe('the list of one’s devices', () => {
  it('shows the browser in words, when it was seen, and which one asks', async () => {
    const member = await newMember(identity);
    const firstSeenAt = identity.clock.now().toISOString();
    const first = await signedIn(identity, member, { userAgent: chrome });
    identity.clock.advance(1_000);
    const other = await signedIn(identity, member, { userAgent: 'curl/8.5.0' });
    const lastSeenAt = identity.clock.now().toISOString();
    await trySignIn(identity, member.email, { device: first.device, userAgent: 'curl/8.5.0' }).expect(201);
    const [newest, chromes, ...signUps] = await list(other);
    const seen = { firstSeenAt: lastSeenAt, lastSeenAt };
    expect(newest).toEqual({ deviceId: other.deviceId, current: true, browser: null, ...seen });
    const inWords = 'Chrome on Windows';
    expect([chromes, ...signUps]).toContainEqual({
      deviceId: first.deviceId,
      current: false,
      browser: inWords,
      firstSeenAt,
      lastSeenAt,
    });
    expect(signUps).toHaveLength(1);
  });

  it('comes in pages, newest first, each device once, and nobody else’s', async () => {
    const [member, other] = [await newMember(identity), await newMember(identity)];
    await signedIn(identity, other);
    const known = entriesOf(member.device).map(({ id }) => id);
    let caller: Caller | undefined;
    for (let time = 0; time < 4; time += 1) {
      caller = await signedIn(identity, member);
      known.push(caller.deviceId);
      if (time % 2) identity.clock.advance(1_000);
    }
    const pages: { deviceId: string; firstSeenAt: string }[][] = [];
    let cursor: string | undefined;
    do {
      const query = { size: 2, ...(cursor ? { cursor } : {}) };
      const { body } = await identity
        .call(listDevices, { as: caller?.as ?? {} })
        .query(query)
        .expect(200);
      pages.push(body.items);
      cursor = body.nextCursor;
    } while (cursor);
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
    const shown = pages.flat();
    expect(shown.map(({ deviceId }) => deviceId).sort()).toEqual(known.sort());
    const moments = shown.map(({ firstSeenAt }) => firstSeenAt);
    expect(moments).toEqual([...moments].sort().reverse());
  });

  it('refuses a cursor of another member or of nobody', async () => {
    const [one, other] = [await newMember(identity), await newMember(identity)];
    const [mine, theirs] = [await signedIn(identity, one), await signedIn(identity, other)];
    const ask = ({ as }: Caller, cursor?: string) =>
      identity.call(listDevices, { as }).query({ size: 1, ...(cursor ? { cursor } : {}) });
    const { body } = await ask(theirs).expect(200);
    await ask(theirs, body.nextCursor).expect(200);
    for (const cursor of [body.nextCursor, 'e30.x']) {
      expect((await ask(mine, cursor).expect(400)).body.errors).toMatchObject([{ field: 'query.cursor' }]);
    }
  });
});

describe('forgetting a device', () => {
  it('makes it unknown at once and ends what runs on it: answered, stored, told', async () => {
    const member = await newMember(identity);
    const [mine, lost] = [await signedIn(identity, member), await signedIn(identity, member)];
    const alsoLost = await signedIn(identity, member, { device: lost.device });
    const { firstSeenAt, lastSeenAt } = (await list(mine)).find(
      ({ deviceId }: { deviceId: string }) => deviceId === lost.deviceId,
    );
    const answer = await forget(mine, lost.deviceId).expect(204);

    for (const { token } of [lost, alsoLost]) await lookUp(identity, token).expect(404);
    await lookUp(identity, mine.token).expect(200);
    expect((await list(mine)).map(({ deviceId }: { deviceId: string }) => deviceId)).not.toContain(lost.deviceId);
    expect(await count('devices WHERE id = ? AND forgotten_at = ?', [lost.deviceId, identity.clock.now()])).toBe(1);

    const [forgotten, ...ended] = (await identity.events(member.accountNo)).slice(-3);
    expect(answer.headers['genkan-recorded']).toBe(forgotten?.id);
    expect(forgotten).toMatchObject({
      type: 'genkan.identity.device.forgotten.v1',
      data: {
        version: 2,
        deviceId: lost.deviceId,
        principalType: 'main',
        principalId: member.memberId,
        accountNo: member.accountNo,
        firstSeenAt,
        lastSeenAt,
        activity: { action: 'ForgetDevice', result: 'SUCCESS', actor: { id: member.memberId } },
      },
    });
    expect(ended.map(({ data, causationId }) => [data.reason, causationId])).toEqual([
      ['ended-by-owner', forgotten?.id],
      ['ended-by-owner', forgotten?.id],
    ]);

    expect(await isDeviceKnown(identity, member, lost.device)).toBe(false);
    expect(await isDeviceKnown(identity, member, mine.device)).toBe(true);
  });

  it('of another member, an invented or a forgotten one is the same 404, and changes nothing', async () => {
    const [one, other] = [await newMember(identity), await newMember(identity)];
    const [mine, gone, theirs] = [
      await signedIn(identity, one),
      await signedIn(identity, one),
      await signedIn(identity, other),
    ];
    await forget(mine, gone.deviceId).expect(204);
    const events = await identity.events();
    const answers = [];
    for (const deviceId of [randomUUID(), theirs.deviceId, gone.deviceId]) {
      const { status, text, headers } = await forget(mine, deviceId);
      const { date: _, ...others } = headers;
      answers.push({ status, others, text: text.replace(/"requestId":"[^"]+"/, '') });
    }
    expect(answers[0]).toMatchObject({ status: 404, text: expect.stringContaining('identity.device_not_found') });
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(await identity.events()).toHaveLength(events.length);
    await lookUp(identity, theirs.token).expect(200);
    expect(await isDeviceKnown(identity, other, theirs.device)).toBe(true);
    await forget(mine, 'no-id').expect(400);
  });

  it('many times at once is done and told once', async () => {
    const member = await newMember(identity);
    const [mine, lost] = [await signedIn(identity, member), await signedIn(identity, member)];
    const answers = await Promise.all(Array.from({ length: 10 }, () => forget(mine, lost.deviceId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(9).fill(404)]);
    const names = await eventNames(identity, member.accountNo);
    expect(names.filter((name) => name === 'device.forgotten')).toHaveLength(1);
  });

  it('while it signs in makes that sign-in one on a new device', async () => {
    const member = await newMember(identity);
    const [mine, lost] = [await signedIn(identity, member), await signedIn(identity, member)];
    meanwhile = () => forget(mine, lost.deviceId).expect(204);
    const before = await addedDevices(identity, member);
    const again = await signedIn(identity, member, { device: lost.device });
    expect(again.deviceId).not.toBe(lost.deviceId);
    expect(await addedDevices(identity, member)).toBe(before + 1);
    expect(await isDeviceKnown(identity, member, lost.device)).toBe(false);
    expect(await isDeviceKnown(identity, member, again.device)).toBe(true);
  });
});

describe('forgetting all devices', () => {
  it('makes every one unknown, that of the caller and of the sign-up too, and ends all sessions, in one record', async () => {
    const [member, other] = [await newMember(identity), await newMember(identity)];
    const [mine, second, theirs] = [
      await signedIn(identity, member),
      await signedIn(identity, member),
      await signedIn(identity, other),
    ];
    const answer = await forgetAll(mine).expect(204);
    expect(answer.headers['genkan-set-session']).toBe('');
    for (const { token } of [mine, second]) await lookUp(identity, token).expect(404);
    await lookUp(identity, theirs.token).expect(200);

    const forgotten = await eventOf(member, 'devices.forgotten');
    expect(answer.headers['genkan-recorded']).toBe(forgotten?.id);
    expect(forgotten?.data).toMatchObject({
      principalType: 'main',
      principalId: member.memberId,
      accountNo: member.accountNo,
      count: 3,
      activity: { action: 'ForgetDevices' },
    });
    expect((await eventNames(identity, member.accountNo)).slice(-3)).toEqual([
      'devices.forgotten',
      'session.ended',
      'session.ended',
    ]);
    for (const device of [member.device, mine.device, second.device])
      expect(await isDeviceKnown(identity, member, device)).toBe(false);
    expect(await isDeviceKnown(identity, other, theirs.device)).toBe(true);
  });

  it('ends sessions of devices that have no row, such as those from before there were rows', async () => {
    const member = await newMember(identity);
    const [mine, old] = [await signedIn(identity, member), await signedIn(identity, member)];
    await identity.dataSource.query('DELETE FROM devices WHERE id = ?', [old.deviceId]);
    expect(await isDeviceKnown(identity, member, old.device)).toBe(false);
    await forgetAll(mine).expect(204);
    await lookUp(identity, old.token).expect(404);
  });

  it('leaves no session on a forgotten device, however many sign in meanwhile', async () => {
    const member = await newMember(identity);
    const callers = [await signedIn(identity, member), await signedIn(identity, member)];
    for (const caller of callers) {
      const { device } = await signedIn(identity, member);
      const calls = Array.from({ length: 6 }, (_, number) =>
        number === 2 ? forgetAll(caller) : trySignIn(identity, member.email, number % 2 ? { device } : {}),
      );
      expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([201, 201, 204, 201, 201, 201]);
      const left = `sessions s JOIN devices d ON d.id = s.device_id
        WHERE d.principal_id = ? AND d.forgotten_at IS NOT NULL AND s.ended_at IS NULL`;
      expect(await count(left, [member.memberId])).toBe(0);
    }
  });

  it('is more than ending all sessions, after which the browsers are known still', async () => {
    const member = await newMember(identity);
    const { as, device } = await signedIn(identity, member);
    await identity.call(endAllSessions, { as }).expect(204);
    expect(await isDeviceKnown(identity, member, device)).toBe(true);
  });
});
