import { createHmac } from 'node:crypto';
import { createBlindIndex } from '@genkan/credentials/blind-index';
import { readEmailAddress } from '@genkan/credentials/email-address';
import { createSealer } from '@genkan/credentials/seal';

/** What keeps personal data unreadable in the database, and findable all the same. */
export interface Protection {
  /** Encrypts a JSON value; `boundTo` names the row, so that the value opens in no other. */
  seal(value: unknown, boundTo: string): Buffer;
  /** @throws SealBroken when the value was sealed with another key or for another row */
  open(sealed: Buffer, boundTo: string): unknown;
  /** A keyed hash of 32 bytes; login ids are equal for all spellings of one mailbox. */
  indexOf(kind: 'login-id' | 'phone' | 'network', value: string): Buffer;
}

/** All keys have 32 bytes; `olderSealKeys` still open what they sealed. */
export function createProtection(keys: {
  readonly sealKey: Uint8Array;
  readonly olderSealKeys?: readonly Uint8Array[];
  readonly indexKey: Uint8Array;
}): Protection {
  const sealer = createSealer({ current: keys.sealKey, older: keys.olderSealKeys ?? [] });
  const blindIndex = createBlindIndex(keys.indexKey);
  return {
    seal: (value, boundTo) => sealer.seal(JSON.stringify(value), boundTo),
    open: (sealed, boundTo) => JSON.parse(sealer.open(sealed, boundTo)) as unknown,
    indexOf: (kind, value) => blindIndex(kind, kind === 'login-id' ? mailboxOf(value) : value),
  };
}

/** Members and operators share neither buckets nor devices, also with one and the same address. */
export const loginIndexOf = ({ indexOf }: Protection, kind: 'main' | 'operator', loginId: string): Buffer =>
  createHmac('sha256', kind).update(indexOf('login-id', loginId)).digest();

/** What people type may be no address at all: it is then a mailbox that nobody has. */
function mailboxOf(loginId: string): string {
  const read = readEmailAddress(loginId);
  return typeof read === 'string' ? loginId : read.key;
}
