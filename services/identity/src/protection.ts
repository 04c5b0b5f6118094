import { createHmac } from 'node:crypto';
import { readEmailAddress } from '@genkan/credentials/email-address';
import {
  createProtection as createProtectionOf,
  type ProtectionKeys,
  type Protection as ProtectionOf,
} from '@genkan/credentials/protection';

/** What keeps identity's personal data unreadable, and findable by these; login ids are equal for all spellings of one mailbox. */
export type Protection = ProtectionOf<'login-id' | 'phone' | 'network'>;

export function createProtection(keys: ProtectionKeys): Protection {
  const protection: Protection = createProtectionOf(keys);
  const { indexOf } = protection;
  return { ...protection, indexOf: (kind, value) => indexOf(kind, kind === 'login-id' ? mailboxOf(value) : value) };
}

/** Members and operators share neither buckets nor devices, also with one and the same address. */
export const loginIndexOf = ({ indexOf }: Protection, kind: 'main' | 'operator', loginId: string): Buffer =>
  createHmac('sha256', kind).update(indexOf('login-id', loginId)).digest();

/** What people type may be no address at all: it is then a mailbox that nobody has. */
function mailboxOf(loginId: string): string {
  const read = readEmailAddress(loginId);
  return typeof read === 'string' ? loginId : read.key;
}
