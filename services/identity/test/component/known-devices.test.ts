import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { DEVICE_TOKEN_SECONDS } from '@genkan/contracts/device-token';
import { forgetDevice, listDevices } from '@genkan/contracts/identity/devices';
import { createDeviceSigner } from '@genkan/http-kit/device-token';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deviceOf, entriesOf, isDeviceKnown, newMember, signedIn, trySignIn } from './sign-in-calls.js';
import { type Identity, startIdentity } from './start-identity.js';

const DAY_MS = 24 * 3_600_000;

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

const forget = ({ as }: Awaited<ReturnType<typeof signedIn>>, deviceId: string) =>
  identity.call(forgetDevice, { as, params: { deviceId } });
const isStored = async (deviceId: string): Promise<boolean> =>
  (await identity.dataSource.query('SELECT id FROM devices WHERE id = ?', [deviceId])).length === 1;

describe('the browser that signed up', () => {
  it('is known at its first sign-in, which is no new device; another browser is', async () => {
    const member = await newMember(identity);
    expect(await isDeviceKnown(identity, member, member.device)).toBe(true);
    expect(await isDeviceKnown(identity, member, '')).toBe(false);
  });

  it('is the same device before and after', async () => {
    const member = await newMember(identity);
    const { device, deviceId } = await signedIn(identity, member, { device: member.device });
    expect(device).toBe(member.device);
    expect(entriesOf(device)).toHaveLength(1);
    expect((await identity.events(member.accountNo))[0]?.data.deviceId).toBe(deviceId);
  });
});

describe('a device cookie', () => {
  it('of another key, of another kind or cut is worth nothing', async () => {
    const member = await newMember(identity);
    const { device } = await signedIn(identity, member);
    const { privateKey } = generateKeyPairSync('ed25519');
    const strangers = createDeviceSigner({ privateKey, clock: identity.clock }).sign(entriesOf(device));
    const draft = identity.proof(randomUUID(), 'email', member.email);
    for (const forged of [strangers, draft, device.slice(0, -1), `${device}.x`]) {
      expect(await isDeviceKnown(identity, member, forged)).toBe(false);
    }
  });

  it('is worth nothing for a login id that its row does not have', async () => {
    const member = await newMember(identity);
    const { device, deviceId } = await signedIn(identity, member);
    await identity.dataSource.query('UPDATE devices SET login_index = ? WHERE id = ?', [randomBytes(32), deviceId]);
    expect(await isDeviceKnown(identity, member, device)).toBe(false);
  });

  it('ends with 400 days', async () => {
    const member = await newMember(identity);
    const { device } = await signedIn(identity, member);
    identity.clock.advance(DEVICE_TOKEN_SECONDS * 1_000);
    expect(await isDeviceKnown(identity, member, device)).toBe(false);
  });

  it('keeps no device known that was not seen for 400 days, though others renewed it; its row is removed', async () => {
    const [member, other] = [await newMember(identity), await newMember(identity)];
    const { device, deviceId } = await signedIn(identity, member);
    identity.clock.advance(200 * DAY_MS);
    const renewed = deviceOf(await trySignIn(identity, other.email, { device }).expect(201));
    expect(entriesOf(renewed)).toHaveLength(2);
    identity.clock.advance(200 * DAY_MS);
    const later = await signedIn(identity, member, { device: renewed });
    expect(later.deviceId).not.toBe(deviceId);
    const { body } = await identity.call(listDevices, { as: later.as }).expect(200);
    expect(body.items).toMatchObject([{ deviceId: later.deviceId }]);
    await forget(later, deviceId).expect(404);
    await identity.runJobs();
    expect(await isStored(deviceId)).toBe(false);
    expect(await isStored(later.deviceId)).toBe(true);
  });
});

it('a forgotten device is removed after eight days, when no message of it can come any more', async () => {
  const member = await newMember(identity);
  const [mine, lost] = [await signedIn(identity, member), await signedIn(identity, member)];
  await forget(mine, lost.deviceId).expect(204);
  identity.clock.advance(8 * DAY_MS);
  await identity.runJobs();
  expect(await isStored(lost.deviceId)).toBe(true);
  identity.clock.advance(1);
  await identity.runJobs();
  expect(await isStored(lost.deviceId)).toBe(false);
});
