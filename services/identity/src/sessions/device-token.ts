import { createHmac } from 'node:crypto';
import { equalInConstantTime } from '@genkan/credentials/constant-time';

/** How long a browser stays known, in seconds: the longest that browsers keep a cookie. */
export const DEVICE_SECONDS = 400 * 24 * 3_600;

/** Signs and reads device cookies. One is good for the login id of its full sign-in alone. */
export interface DeviceTokens {
  issue(deviceId: string, loginIndex: Buffer): string;
  /** Id of the device, when the token was issued to this very login id. */
  read(token: string | undefined, loginIndex: Buffer): string | null;
}

const FORM = /^([0-9a-f-]{36})\.([\w-]{43})$/;

/** `key`: 32 secret bytes. */
export function createDeviceTokens(key: Uint8Array): DeviceTokens {
  const signature = (deviceId: string, loginIndex: Buffer) =>
    createHmac('sha256', key).update(`${deviceId}.`).update(loginIndex).digest('base64url');
  return {
    issue: (deviceId, loginIndex) => `${deviceId}.${signature(deviceId, loginIndex)}`,
    read(token, loginIndex) {
      const [, deviceId, signed] = FORM.exec(token ?? '') ?? [];
      if (!deviceId || !signed) return null;
      return equalInConstantTime(signed, signature(deviceId, loginIndex)) ? deviceId : null;
    },
  };
}
