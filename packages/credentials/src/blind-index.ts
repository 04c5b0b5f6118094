import { createHmac } from 'node:crypto';

/** Maps a value to 32 bytes that are equal for equal values of one kind, so that a sealed value can be looked up. */
export type BlindIndex<Kind extends string = string> = (kind: Kind, value: string) => Buffer;

/**
 * A blind index under a secret key (HMAC-SHA256): without the key nobody can try out values on a copy of the database.
 * Values are taken as they are: normalise first (`EmailAddress.key`). A new key needs all indexes made anew.
 */
export function createBlindIndex<Kind extends string = string>(key: Uint8Array): BlindIndex<Kind> {
  if (key.length < 32) throw new RangeError('an index key has at least 32 bytes');
  // JSON keeps the two parts apart: ("a", "bc") and ("ab", "c") differ.
  return (kind, value) =>
    createHmac('sha256', key)
      .update(JSON.stringify([kind, value]))
      .digest();
}
