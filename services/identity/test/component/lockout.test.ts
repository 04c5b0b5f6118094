import { HashQueueFull } from '@genkan/credentials/hash-queue-full';
import { createPasswordHasher, type PasswordHasher } from '@genkan/credentials/password-hasher';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { deviceOf, eventNames, newMember, trySignIn, wrong } from './sign-in-calls.js';
import { newEmail, newIp } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

const MINUTE_MS = 60_000;

const cheap = createPasswordHasher({ cost: { memoryKiB: 8, passes: 1 }, queueDeadlineMs: 60_000 });
let isFull = false;
const unlessFull = <T>(work: Promise<T>): Promise<T> => (isFull ? Promise.reject(new HashQueueFull(2)) : work);
const hasher: PasswordHasher = {
  ...cheap,
  verify: (phc, typed) => unlessFull(cheap.verify(phc, typed)),
  verifyDecoy: (typed) => unlessFull(cheap.verifyDecoy(typed)),
};

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity({ hasher });
});
afterEach(() => {
  isFull = false;
});
afterAll(() => identity.stop());

const guess = async (loginId: string, times: number, options: { ip?: string; device?: string } = {}) => {
  const statuses = [];
  for (let done = 0; done < times; done += 1) {
    statuses.push((await trySignIn(identity, loginId, { ...options, password: wrong })).status);
  }
  return statuses;
};
const lockEvents = async (accountNo: string) =>
  (await eventNames(identity, accountNo)).filter((name) => name.startsWith('sign-in.') && name !== 'sign-in.failed');

describe('five wrong passwords', () => {
  it('lock: the fifth is still checked, then the right one is refused until the lock ends by time', async () => {
    const { email, memberId, accountNo } = await newMember(identity);
    expect(await guess(email, 4)).toEqual([401, 401, 401, 401]);
    await trySignIn(identity, email).expect(201);
    expect(await guess(email, 5)).toEqual([401, 401, 401, 401, 401]);

    const refused = await trySignIn(identity, email).expect(429);
    expect(refused.body.code).toBe('identity.sign_in_locked');
    expect(refused.headers['retry-after']).toBe('900');
    expect(refused.headers).not.toHaveProperty('genkan-recorded');
    const lockedUntil = new Date(identity.clock.now().getTime() + 15 * MINUTE_MS).toISOString();
    expect((await identity.events(accountNo)).at(-1)).toMatchObject({
      type: 'genkan.identity.sign-in.locked.v1',
      data: { knownId: true, memberId, accountNo, bucket: 'unknown-devices', lockedUntil },
    });

    identity.clock.advance(15 * MINUTE_MS - 1);
    await identity.runJobs();
    expect((await trySignIn(identity, email).expect(429)).headers['retry-after']).toBe('1');
    identity.clock.advance(1);
    await trySignIn(identity, email).expect(201);
    await Promise.all([identity.runJobs(), identity.runJobs()]);
    expect(await lockEvents(accountNo)).toEqual(['sign-in.locked', 'sign-in.unlocked']);
    expect((await identity.events(accountNo)).at(-1)).toMatchObject({
      type: 'genkan.identity.sign-in.unlocked.v1',
      data: {
        knownId: true,
        memberId,
        bucket: 'unknown-devices',
        activity: { actor: { type: 'system' }, sourceIp: '' },
      },
    });
  });

  it('lock anew after the lock has ended, whose end is told first when the clock has not told it', async () => {
    const { email, memberId, accountNo } = await newMember(identity);
    await guess(email, 5);
    identity.clock.advance(15 * MINUTE_MS);
    expect(await guess(email, 6)).toEqual([401, 401, 401, 401, 401, 429]);
    await identity.runJobs();
    expect(await lockEvents(accountNo)).toEqual(['sign-in.locked', 'sign-in.unlocked', 'sign-in.locked']);
    const [failed, unlocked, locked] = (await identity.events(accountNo)).slice(-3);
    expect(unlocked).toMatchObject({
      causationId: failed?.id,
      data: { knownId: true, memberId, bucket: 'unknown-devices', activity: { actor: { type: 'system', id: null } } },
    });
    expect(locked).toMatchObject({ type: 'genkan.identity.sign-in.locked.v1', causationId: failed?.id });
  });

  it('lock anew while the clock tells the end of the lock before: it is told once', async () => {
    const members = await Promise.all(Array.from({ length: 10 }, () => newMember(identity)));
    for (const { email } of members) await guess(email, 5);
    identity.clock.advance(15 * MINUTE_MS);
    for (const { email } of members) await guess(email, 4);
    await Promise.all([identity.runJobs(), ...members.map(({ email }) => guess(email, 1)), identity.runJobs()]);
    for (const { accountNo } of members) {
      expect(await lockEvents(accountNo)).toEqual(['sign-in.locked', 'sign-in.unlocked', 'sign-in.locked']);
    }
  });

  it('count only while none is older than 15 minutes before the next', async () => {
    const { email } = await newMember(identity);
    expect(await guess(email, 4)).toEqual([401, 401, 401, 401]);
    identity.clock.advance(15 * MINUTE_MS);
    expect(await guess(email, 4)).toEqual([401, 401, 401, 401]);
    await trySignIn(identity, email).expect(201);
  });

  it('among twenty at once are checked, not one more, and lock once', async () => {
    const { email, accountNo } = await newMember(identity);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => trySignIn(identity, email, { password: wrong })),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
    expect(await lockEvents(accountNo)).toEqual(['sign-in.locked']);
    await trySignIn(identity, email).expect(429);
  });

  it('of a stranger do not lock the owner’s known device', async () => {
    const { email, accountNo } = await newMember(identity);
    const device = deviceOf(await trySignIn(identity, email).expect(201));
    await guess(email, 6);
    await trySignIn(identity, email).expect(429);
    await trySignIn(identity, email, { device }).expect(201);

    expect(await guess(email, 6, { device })).toEqual([401, 401, 401, 401, 401, 429]);
    await trySignIn(identity, email, { device }).expect(429);
    expect((await identity.events(accountNo)).at(-1)).toMatchObject({ data: { bucket: 'known-device' } });
  });

  it('lock in spite of a device cookie of another login id', async () => {
    const [one, other] = [await newMember(identity), await newMember(identity)];
    const device = deviceOf(await trySignIn(identity, other.email).expect(201));
    await guess(one.email, 5);
    await trySignIn(identity, one.email, { device }).expect(429);
    for (const forged of [
      '',
      'x',
      `${device}x`,
      device.replace(/^./, '0'),
      device.replace(/\.[^.]*$/, `.${'A'.repeat(86)}`),
    ]) {
      await trySignIn(identity, one.email, { device: forged }).expect(429);
    }
  });
});

describe('a network', () => {
  it('takes a hundred failures an hour over all login ids, and right passwords cost it none', async () => {
    const ip = newIp();
    const { email } = await newMember(identity);
    for (let time = 0; time < 3; time += 1) await trySignIn(identity, email, { ip }).expect(201);
    const before = (await identity.events()).length;
    const failing = (times: number) =>
      Promise.all(Array.from({ length: times }, () => trySignIn(identity, newEmail(), { ip, password: wrong })));
    expect(new Set((await failing(99)).map(({ status }) => status))).toEqual(new Set([401]));
    await trySignIn(identity, email, { ip }).expect(201);
    expect((await failing(1)).map(({ status }) => status)).toEqual([401]);

    const refused = await trySignIn(identity, email, { ip: ip.replace('::1', '::2') }).expect(429);
    expect(refused.body.code).toBe('identity.sign_in_locked');
    expect(refused.headers['retry-after']).toBe('3600');
    await trySignIn(identity, email).expect(201);
    const locked = (await identity.events()).slice(before).filter(({ type }) => type.includes('sign-in.locked'));
    expect(locked).toMatchObject([{ data: { bucket: 'network', knownId: false, activity: { scope: 'platform' } } }]);

    identity.clock.advance(60 * MINUTE_MS);
    await trySignIn(identity, email, { ip }).expect(201);
  });

  it('that is closed costs a login id nothing, and a locked login id costs its network nothing', async () => {
    const { email } = await newMember(identity);
    const ip = newIp();
    await guess(email, 5, { ip });
    await guess(email, 100, { ip });
    const other = (await newMember(identity)).email;
    expect(await guess(other, 4, { ip })).toEqual([401, 401, 401, 401]);

    for (let failures = 9; failures < 100; failures += 1) {
      await trySignIn(identity, newEmail(), { ip, password: wrong }).expect(401);
    }
    expect(await guess(other, 3, { ip })).toEqual([429, 429, 429]);
    await trySignIn(identity, other).expect(201);
  });
});

describe('a network that is closed', () => {
  const close = async (ip: string) => {
    const strangers = Array.from({ length: 100 }, () => trySignIn(identity, newEmail(), { ip, password: wrong }));
    expect(new Set((await Promise.all(strangers)).map(({ status }) => status))).toEqual(new Set([401]));
  };

  it('does not stop a known device, which stays under its own limit', async () => {
    const { email, accountNo } = await newMember(identity);
    const device = deviceOf(await trySignIn(identity, email).expect(201));
    const ip = newIp();
    await close(ip);
    await trySignIn(identity, email, { ip }).expect(429);
    await trySignIn(identity, email, { ip, device }).expect(201);
    expect(await guess(email, 6, { ip, device })).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await identity.events(accountNo)).at(-1)).toMatchObject({ data: { bucket: 'known-device' } });
  });

  it('is not opened for strangers by known devices that sign in', async () => {
    const { email } = await newMember(identity);
    const device = deviceOf(await trySignIn(identity, email).expect(201));
    const ip = newIp();
    await close(ip);
    for (let time = 0; time < 3; time += 1) await trySignIn(identity, email, { ip, device }).expect(201);
    isFull = true;
    await trySignIn(identity, email, { ip, device }).expect(429);
    isFull = false;
    expect(await guess(newEmail(), 2, { ip })).toEqual([429, 429]);
  });

  it('stops a device that is known for another login id, or says that it is known', async () => {
    const [one, other] = [await newMember(identity), await newMember(identity)];
    const device = deviceOf(await trySignIn(identity, other.email).expect(201));
    const ip = newIp();
    await close(ip);
    for (const carried of [device, device.replace(/^./, (first) => (first === '0' ? '1' : '0')), `${device}x`]) {
      await trySignIn(identity, one.email, { ip, device: carried }).expect(429);
    }
    await trySignIn(identity, one.email, { device }).expect(201);
  });
});

describe('a password that cannot be checked now', () => {
  it('is answered with 429 and a time, and does not count', async () => {
    const { email, accountNo } = await newMember(identity);
    const ip = newIp();
    expect(await guess(email, 4, { ip })).toEqual([401, 401, 401, 401]);
    isFull = true;
    for (const loginId of [email, email, newEmail()]) {
      const { body, headers } = await trySignIn(identity, loginId, { ip }).expect(429);
      expect(body.code).toBe('identity.busy');
      expect(headers['retry-after']).toBe('2');
    }
    isFull = false;
    await trySignIn(identity, email, { ip }).expect(201);
    expect(await lockEvents(accountNo)).toEqual([]);
  });
});
