import {
  createProtection as createProtectionOf,
  type ProtectionKeys,
  type Protection as ProtectionOf,
} from '@genkan/credentials/protection';

/** What keeps verification's personal data unreadable, and findable by these. */
export type Protection = ProtectionOf<'email' | 'phone' | 'network' | 'phone-prefix'>;

export const createProtection = (keys: ProtectionKeys): Protection => createProtectionOf(keys);
