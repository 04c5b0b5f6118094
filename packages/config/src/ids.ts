import { randomBytes, randomInt } from 'node:crypto';
import { v7 } from 'uuid';

/** The source of everything random. Injected, so that tests can say what comes. */
export interface Ids {
  /** A UUIDv7; those made by one process sort in the order they were made. */
  uuid(): string;
  /** `count` decimal digits, each uniform; leading zeros are kept. */
  digits(count: number): string;
  /** `bytes` random bytes in base64url; 32 make a token of 256 bits (43 characters). */
  token(bytes: number): string;
}

/** Ids from the system's cryptographic random source. */
export const systemIds: Ids = {
  uuid: () => v7(),
  digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
  token: (bytes) => randomBytes(bytes).toString('base64url'),
};
