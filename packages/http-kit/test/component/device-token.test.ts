import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { fakeClock } from '@genkan/testing/fake-clock';
import { describe, expect, it } from '@jest/globals';
import { jwtVerify, SignJWT } from 'jose';
import { createDeviceSigner, createDeviceVerifier } from '../../src/device-token.js';
import { localKeys } from '../../src/jwks.js';
import { keyId } from '../../src/key-id.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const clock = fakeClock();
const now = Math.floor(clock.now().getTime() / 1_000);
const DAYS_400 = 400 * 86_400;
const { sign } = createDeviceSigner({ privateKey, clock });
const verify = createDeviceVerifier({ keys: localKeys([publicKey]), clock });
const newEntries = (count: number) =>
  Array.from({ length: count }, () => ({ id: randomUUID(), login: randomBytes(32).toString('base64url') }));
const devices = newEntries(2);

/** A token by a foreign hand, honestly signed by jose. */
const made = (claims: object, typ = 'genkan-device+jwt') =>
  new SignJWT({ iss: 'identity', aud: 'sign-in', iat: now, exp: now + DAYS_400, devices, ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ, kid: keyId(publicKey) })
    .sign(privateKey);

describe('the token of a device cookie', () => {
  it('names the devices to any service that has the public key, in their order', async () => {
    const claims = { iss: 'identity', aud: 'sign-in', iat: now, exp: now + DAYS_400, devices };
    expect(await verify(sign(devices))).toEqual(claims);
    const { payload } = await jwtVerify(sign(devices), publicKey, { algorithms: ['EdDSA'], currentDate: clock.now() });
    expect(payload).toEqual(claims);
    expect(await verify(await made({}))).toEqual(claims);
  });

  it('fits into a cookie with ten login ids', async () => {
    const token = sign(newEntries(10));
    expect(token.length).toBeLessThan(1_700);
    expect((await verify(token)).devices).toHaveLength(10);
  });

  it.each([
    ['another audience', { aud: 'identity' }, 'claims'],
    ['another issuer', { iss: 'verification' }, 'claims'],
    ['eleven login ids', { devices: newEntries(11) }, 'claims'],
    ['a login id in the open', { devices: [{ ...devices[0], login: 'kim@example.com' }] }, 'claims'],
    ['a device without a proper id', { devices: [{ ...devices[0], id: '1' }] }, 'claims'],
    ['its end in the past', { iat: now - DAYS_400, exp: now }, 'time'],
    ['a longer life', { exp: now + DAYS_400 + 1 }, 'time'],
  ])('with %s is refused', async (_what, claims, reason) => {
    await expect(made(claims).then(verify)).rejects.toThrow(reason);
  });

  it('of another kind or another key is refused', async () => {
    await expect(made({}, 'genkan-proof+jwt').then(verify)).rejects.toThrow('type');
    const stranger = generateKeyPairSync('ed25519').privateKey;
    await expect(verify(createDeviceSigner({ privateKey: stranger, clock }).sign(devices))).rejects.toThrow('key');
  });
});
