import type { KeyObject } from 'node:crypto';
import type { Clock } from '@genkan/config/clock';
import {
  DEVICE_TOKEN_SECONDS,
  DEVICE_TOKEN_TYPE,
  type DeviceClaims,
  type DeviceEntry,
  deviceClaims,
} from '@genkan/contracts/device-token';
import { createSigner, createVerifier, type KeySource, seconds } from './signed-token.js';

/** identity's side: signs what a browser's device cookie holds, for 400 days. */
export function createDeviceSigner({ privateKey, clock }: { readonly privateKey: KeyObject; readonly clock: Clock }): {
  sign(devices: readonly DeviceEntry[]): string;
} {
  const sign = createSigner(privateKey, DEVICE_TOKEN_TYPE);
  return {
    sign(devices) {
      const iat = seconds(clock);
      const exp = iat + DEVICE_TOKEN_SECONDS;
      return sign({ iss: 'identity', aud: 'sign-in', iat, exp, devices: [...devices] } satisfies DeviceClaims);
    },
  };
}

/** The side of a service that checks sign-ins. The function throws `TokenRefused`. */
export function createDeviceVerifier(facts: {
  readonly keys: KeySource;
  readonly clock: Clock;
}): (token: string) => Promise<DeviceClaims> {
  return createVerifier({ typ: DEVICE_TOKEN_TYPE, claims: deviceClaims, maxSeconds: DEVICE_TOKEN_SECONDS, ...facts });
}
