import type { KeyObject } from 'node:crypto';
import type { Clock } from '@genkan/config/clock';
import { DEVICE_ENTRIES, type DeviceEntry } from '@genkan/contracts/device-token';
import { createDeviceSigner, createDeviceVerifier } from '@genkan/http-kit/device-token';
import { localKeys } from '@genkan/http-kit/jwks';
import { TokenRefused } from '@genkan/http-kit/signed-token';

interface Settings {
  readonly signingKey: KeyObject;
  readonly clock: Clock;
}

/** Reads and signs what a browser's device cookie holds. */
export function createDeviceCookies({ signingKey, clock }: Settings) {
  const verify = createDeviceVerifier({ keys: localKeys([signingKey]), clock });
  const { sign } = createDeviceSigner({ privateKey: signingKey, clock });
  return {
    /** What the cookie of a browser names; nothing when it has none, or one that does not stand. */
    async read(token: string | undefined): Promise<readonly DeviceEntry[]> {
      if (token === undefined) return [];
      try {
        return (await verify(token)).devices;
      } catch (error) {
        if (error instanceof TokenRefused) return [];
        throw error;
      }
    },

    /** The cookie of a browser that carried these: the new one first, in place of the same login id's, and the eleventh is dropped. */
    issue(carried: readonly DeviceEntry[], device: { readonly id: string; readonly loginIndex: Buffer }): string {
      const entry = { id: device.id, login: device.loginIndex.toString('base64url') };
      const others = carried.filter(({ login }) => login !== entry.login);
      return sign([entry, ...others].slice(0, DEVICE_ENTRIES));
    },
  };
}
