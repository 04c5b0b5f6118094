import { databaseErrno } from './database-errno.js';

const DUPLICATE_ENTRY = 1062;
/** `for key 'members_email'`, on MySQL `for key 'members.members_email'`. The value before it may hold anything. */
const KEY_AT_END = /for key '(?:[^']*\.)?([^'.]+)'$/;

/** Whether a statement failed because of a unique index: of the one that is named, if one is (`PRIMARY` for the primary key). */
export function isDuplicateKey(error: unknown, indexName?: string): boolean {
  if (databaseErrno(error) !== DUPLICATE_ENTRY) return false;
  return indexName === undefined || KEY_AT_END.exec((error as Error).message)?.[1] === indexName;
}
