import { createHash } from 'node:crypto';

const LONGEST_NAME = 64;

/** The name as the server takes it: MySQL refuses more than 64 characters, so a longer one becomes its SHA-256. */
export function lockName(name: string): string {
  return name.length <= LONGEST_NAME ? name : createHash('sha256').update(name).digest('hex');
}
