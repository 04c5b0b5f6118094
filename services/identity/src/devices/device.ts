import { DEVICE_TOKEN_SECONDS } from '@genkan/contracts/device-token';
import { browserOf } from './browser-of.js';

/** A browser that one login id signed in or up with. */
export interface Device {
  readonly id: string;
  /** Whose it is: a member or an operator. */
  readonly principalId: string;
  /** Keyed hash of the login id that it is known to. */
  readonly loginIndex: Buffer;
  /** In words, such as `Chrome on Windows`; null when it did not say. */
  readonly browser: string | null;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

/** What is known of a browser when it signs in or up. */
export interface NewDevice extends Pick<Device, 'id' | 'principalId' | 'loginIndex'> {
  readonly userAgent: string;
}

export function newDevice({ userAgent, ...facts }: NewDevice, now: Date): Device {
  return { ...facts, browser: browserOf(userAgent), firstSeenAt: now, lastSeenAt: now };
}

/** A device that was seen last before this is unknown again, as its cookie is. */
export const knownSince = (now: Date): Date => new Date(now.getTime() - DEVICE_TOKEN_SECONDS * 1_000);
