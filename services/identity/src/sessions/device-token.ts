import { createHmac } from 'node:crypto';
import { equalInConstantTime } from '@genkan/credentials/constant-time';

/** How long a browser stays known, in seconds: the longest that browsers keep a cookie. */
export const DEVICE_SECONDS = 400 * 24 * 3_600;

/**
 * Signs and reads device cookies. A browser's token has one entry for each of the last five login ids that it was used for in
 * full sign-ins: a device id, which no other login id gets, and the proof that it was given to this one.
 */
export interface DeviceTokens {
  /** The token of a browser that carried another, or none: this login id first, and the sixth is forgotten. */
  issue(carried: string | undefined, deviceId: string, loginIndex: Buffer): string;
  /** Id of the device, when the token has an entry for this very login id. */
  read(token: string | undefined, loginIndex: Buffer): string | null;
}

const LOGIN_IDS = 5;
const PROOF_BYTES = 16;
const ID_LENGTH = 36;
const ENTRY = `[0-9a-f-]{${ID_LENGTH}}[\\w-]{22}`;
const FORM = new RegExp(`^${ENTRY}(\\.${ENTRY}){0,${LOGIN_IDS - 1}}$`);

const entriesOf = (token = ''): string[] => (FORM.test(token) ? token.split('.') : []);
const idOf = (entry: string): string => entry.slice(0, ID_LENGTH);

/** `key`: 32 secret bytes. */
export function createDeviceTokens(key: Uint8Array): DeviceTokens {
  const entryOf = (deviceId: string, loginIndex: Buffer) => {
    const proof = createHmac('sha256', key).update(`${deviceId}.`).update(loginIndex).digest();
    return deviceId + proof.subarray(0, PROOF_BYTES).toString('base64url');
  };
  return {
    issue(carried, deviceId, loginIndex) {
      const mine = entryOf(deviceId, loginIndex);
      const others = entriesOf(carried).filter((entry) => entry !== mine);
      return [mine, ...others].slice(0, LOGIN_IDS).join('.');
    },
    read(token, loginIndex) {
      const isMine = (entry: string) => equalInConstantTime(entry, entryOf(idOf(entry), loginIndex));
      const found = entriesOf(token).find(isMine);
      return found === undefined ? null : idOf(found);
    },
  };
}
