import type { EntityManager } from 'typeorm';
import { type BucketLimit, type BucketName, type Count, countOf } from './bucket.js';
import type { BucketRow } from './bucket-table.js';

/** A lock, with whom it concerns if anybody. */
export interface Lock {
  readonly key: Buffer;
  readonly bucket: BucketName;
  readonly lockedUntil: Date;
  readonly member: { readonly id: string; readonly accountNo: string | null } | null;
}

export type BucketRepository = typeof mysqlBucketRepository;

/** Counters of failed tries, in the database of the service that checks the credential. */
export const mysqlBucketRepository = {
  /**
   * Counts a try as failed, in one statement and before it is checked, so that tries at the same time get different
   * numbers. The statement's insert id is that number; a new row has none and is the first.
   */
  async count(manager: EntityManager, key: Buffer, limit: BucketLimit, now: Date): Promise<Count> {
    const endsAt = new Date(now.getTime() + limit.windowMs);
    // Assigned from left to right: the second assignment sees the new number.
    const done: { insertId: number } = await manager.query(
      `INSERT INTO sign_in_buckets (bucket_key, failures, ends_at) VALUES (?, 1, ?)
         ON DUPLICATE KEY UPDATE
           failures = LAST_INSERT_ID(IF(ends_at <= ?, 1, LEAST(failures + 1, ?))),
           ends_at = IF(failures <= ?, ?, ends_at)`,
      [key, endsAt, now, limit.failures + 1, limit.slides ? limit.failures : 1, endsAt],
    );
    return countOf(Number(done.insertId) || 1, limit);
  },

  async endOf(manager: EntityManager, keys: readonly Buffer[]): Promise<Date | null> {
    const rows: { ends_at: Date }[] = await manager.query(
      'SELECT ends_at FROM sign_in_buckets WHERE bucket_key IN (?) ORDER BY ends_at DESC LIMIT 1',
      [keys],
    );
    return rows[0]?.ends_at ?? null;
  },

  /** Forgets the failures of a bucket. A lock's end is told before its row goes. */
  async clear(manager: EntityManager, key: Buffer): Promise<void> {
    await manager.query('DELETE FROM sign_in_buckets WHERE bucket_key = ? AND locked_until IS NULL', [key]);
  },

  /** Takes one count back: the try was no failure. */
  async giveBack(manager: EntityManager, key: Buffer): Promise<void> {
    await manager.query('UPDATE sign_in_buckets SET failures = failures - 1 WHERE bucket_key = ? AND failures > 0', [
      key,
    ]);
  },

  async lock(manager: EntityManager, { key, bucket, lockedUntil, member }: Lock): Promise<void> {
    await manager.query(
      `UPDATE sign_in_buckets SET ends_at = ?, locked_until = ?, bucket = ?, is_known = ?, member_id = ?, account_no = ?
         WHERE bucket_key = ?`,
      [lockedUntil, lockedUntil, bucket, member !== null, member?.id ?? null, member?.accountNo ?? null, key],
    );
  },

  /** Locks that ended by time and have not been told; their rows are locked and lose their mark. */
  async takeEndedLocks(manager: EntityManager, now: Date, limit: number): Promise<Lock[]> {
    const rows: BucketRow[] = await manager.query(
      'SELECT * FROM sign_in_buckets WHERE locked_until <= ? ORDER BY locked_until LIMIT ? FOR UPDATE SKIP LOCKED',
      [now, limit],
    );
    if (rows.length === 0) return [];
    await manager.query('UPDATE sign_in_buckets SET locked_until = NULL WHERE bucket_key IN (?)', [
      rows.map((row) => row.bucket_key),
    ]);
    return rows.map((row) => ({
      key: row.bucket_key,
      bucket: row.bucket ?? 'unknown-devices',
      lockedUntil: row.locked_until ?? now,
      member: row.member_id === null ? null : { id: row.member_id, accountNo: row.account_no },
    }));
  },

  async removeForgotten(manager: EntityManager, now: Date): Promise<void> {
    await manager.query('DELETE FROM sign_in_buckets WHERE ends_at <= ? AND locked_until IS NULL LIMIT 1000', [now]);
  },
};
