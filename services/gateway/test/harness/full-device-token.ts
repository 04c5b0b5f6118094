import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { systemClock } from '@genkan/config/clock';
import { DEVICE_ENTRIES } from '@genkan/contracts/device-token';
import { createDeviceSigner } from '@genkan/http-kit/device-token';

const { privateKey } = generateKeyPairSync('ed25519');
const newEntry = () => ({ id: randomUUID(), login: randomBytes(32).toString('base64url') });

/** The longest token that a device cookie holds. */
export const fullDeviceToken = createDeviceSigner({ privateKey, clock: systemClock() }).sign(
  Array.from({ length: DEVICE_ENTRIES }, newEntry),
);
