import type { RowOf } from '@genkan/persistence/define-table';
import type { EntityManager } from 'typeorm';
import type { Bucket, Lock, LockOwner } from './bucket.js';
import { bucketTable } from './bucket-table.js';

const REMOVED_AT_ONCE = 1_000;

const selectKeys = bucketTable.pick('bucketKey');

export type BucketRepository = typeof mysqlBucketRepository;

/** Counters of failed tries, in the database of the service that checks the credential. */
export const mysqlBucketRepository = {
  /**
   * Counts a try as failed before it is checked, in one statement, and returns its number: simultaneous tries get different
   * ones. Refused tries change nothing, however many there are.
   */
  async count(manager: EntityManager, { key, limit }: Bucket, now: Date): Promise<number> {
    const endsAt = new Date(now.getTime() + limit.windowMs);
    // Assigned from left to right, so the second assignment sees the new number. What LAST_INSERT_ID was given comes back as
    // the insert id; a new row comes back with none and is the first.
    const { insertId }: { insertId: number } = await manager.query(
      `INSERT INTO sign_in_buckets (bucket_key, failures, ends_at) VALUES (?, 1, ?)
         ON DUPLICATE KEY UPDATE
           failures = LAST_INSERT_ID(IF(ends_at <= ?, 1, LEAST(failures, ?) + 1)),
           ends_at = IF(failures <= ?, ?, ends_at)`,
      [key, endsAt, now, limit.failures, limit.slides ? limit.failures : 1, endsAt],
    );
    return insertId || 1;
  },

  /** Takes one count back: the try was no failure. */
  async giveBack(manager: EntityManager, { key, limit }: Bucket): Promise<void> {
    await manager.query(
      'UPDATE sign_in_buckets SET failures = LEAST(failures, ?) - 1 WHERE bucket_key = ? AND failures > 0',
      [limit.failures, key],
    );
  },

  /** After a right password: forgets the login id's failures, and gives the network, if it was counted, this one back. A lock stays. */
  async settle(manager: EntityManager, login: Bucket, network: Bucket | null, now: Date): Promise<void> {
    await manager.query(
      `UPDATE sign_in_buckets
         SET failures = IF(bucket_key = ?, IF(locked_until > ?, failures, 0), LEAST(failures, ?) - 1)
         WHERE bucket_key IN (?) AND failures > 0`,
      [login.key, now, network?.limit.failures ?? 0, network ? [login.key, network.key] : [login.key]],
    );
  },

  /** When the last of these buckets forgets. */
  async endOf(manager: EntityManager, keys: readonly Buffer[]): Promise<Date | null> {
    const [row]: { endsAt: Date | null }[] = await manager.query(
      'SELECT MAX(ends_at) AS endsAt FROM sign_in_buckets WHERE bucket_key IN (?)',
      [keys],
    );
    return row?.endsAt ?? null;
  },

  /** Marks a full bucket as locked until it forgets, over an ended lock too; null when it was locked already. */
  async lock(manager: EntityManager, { key, name }: Bucket, owner: LockOwner, now: Date): Promise<Lock | null> {
    const { affectedRows }: { affectedRows: number } = await manager.query(
      `UPDATE sign_in_buckets SET locked_until = ends_at, bucket = ?, is_known = ?, member_id = ?, account_no = ?
         WHERE bucket_key = ? AND (locked_until IS NULL OR locked_until <= ?)`,
      [name, owner.isKnown, owner.memberId, owner.accountNo, key, now],
    );
    const lockedUntil = affectedRows === 0 ? null : await this.endOf(manager, [key]);
    return lockedUntil && { key, bucket: name, lockedUntil, owner };
  },

  /** Locks that ended by time and have not been told. */
  async listEndedLocks(manager: EntityManager, now: Date, size: number, skip: number): Promise<Lock[]> {
    const rows = await bucketTable.select(
      manager,
      'WHERE locked_until <= ? ORDER BY locked_until, bucket_key LIMIT ? OFFSET ?',
      [now, size, skip],
    );
    return rows.flatMap((row) => lockOf(row) ?? []);
  },

  /** The lock of a bucket that ended by time and has not been told. Until this transaction ends nobody else tells it. */
  async holdEndedLock(manager: EntityManager, { key }: Bucket, now: Date): Promise<Lock | null> {
    const [row] = await bucketTable.select(manager, 'WHERE bucket_key = ? AND locked_until <= ? FOR UPDATE', [
      key,
      now,
    ]);
    return row ? lockOf(row) : null;
  },

  /** Takes the mark of an ended lock away; false when another transaction has. */
  async unlock(manager: EntityManager, { key, lockedUntil }: Lock): Promise<boolean> {
    const { affectedRows }: { affectedRows: number } = await manager.query(
      'UPDATE sign_in_buckets SET locked_until = NULL WHERE bucket_key = ? AND locked_until = ?',
      [key, lockedUntil],
    );
    return affectedRows === 1;
  },

  /** Removes what would not count any more. By primary key, in the order of locks that counting takes. */
  async removeForgotten(manager: EntityManager, now: Date): Promise<void> {
    const isForgotten = 'ends_at <= ? AND locked_until IS NULL';
    for (;;) {
      const rows = await selectKeys(manager, `WHERE ${isForgotten} LIMIT ?`, [now, REMOVED_AT_ONCE]);
      if (rows.length === 0) return;
      const keys = rows.map((row) => row.bucketKey);
      await manager.query(`DELETE FROM sign_in_buckets WHERE bucket_key IN (?) AND ${isForgotten}`, [keys, now]);
      if (rows.length < REMOVED_AT_ONCE) return;
    }
  },
};

function lockOf(row: RowOf<typeof bucketTable>): Lock | null {
  const { bucketKey: key, bucket, lockedUntil, isKnown, memberId, accountNo } = row;
  return (
    lockedUntil && bucket && { key, bucket, lockedUntil, owner: { isKnown: isKnown === true, memberId, accountNo } }
  );
}
