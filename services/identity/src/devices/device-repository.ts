import type { EntityManager } from 'typeorm';
import { type Device, knownSince } from './device.js';
import { deviceTable } from './device-table.js';

/** Where a page of devices ends. */
export interface DevicePosition {
  readonly firstSeenAt: string;
  readonly id: string;
}

/** Forgotten devices stay as long as the bus may deliver events about them. */
const KEEP_FORGOTTEN_MS = 8 * 24 * 3_600_000;

const IS_KNOWN = 'forgotten_at IS NULL AND last_seen_at > ?';

/** Devices of all principals. Every method works on the connection that it is given: a pool's or a transaction's. */
export const mysqlDeviceRepository = {
  async insert(manager: EntityManager, device: Device): Promise<void> {
    await deviceTable.insert(manager, device);
  },

  async isKnown(manager: EntityManager, id: string, loginIndex: Buffer, now: Date): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `SELECT id FROM devices WHERE id = ? AND login_index = ? AND ${IS_KNOWN}`,
      [id, loginIndex, knownSince(now)],
    );
    return rows.length > 0;
  },

  /** Notes that a known device was used and locks it; false when it was forgotten meanwhile. */
  async saveUse(manager: EntityManager, id: string, now: Date): Promise<boolean> {
    const { affectedRows }: { affectedRows: number } = await manager.query(
      `UPDATE devices SET last_seen_at = ? WHERE id = ? AND ${IS_KNOWN}`,
      [now, id, knownSince(now)],
    );
    return affectedRows === 1;
  },

  /** Known devices of a principal, newest first. */
  async list(
    manager: EntityManager,
    principalId: string,
    now: Date,
    after: DevicePosition | null,
    size: number,
  ): Promise<Device[]> {
    const firstSeenAt = after && new Date(after.firstSeenAt);
    return deviceTable.select(
      manager,
      `WHERE principal_id = ? AND ${IS_KNOWN}
         ${after ? 'AND (first_seen_at < ? OR (first_seen_at = ? AND id < ?))' : ''}
         ORDER BY first_seen_at DESC, id DESC LIMIT ?`,
      [principalId, knownSince(now), ...(after ? [firstSeenAt, firstSeenAt, after.id] : []), size],
    );
  },

  /** Makes a principal's known device unknown and returns it; null when there is none. */
  async forget(manager: EntityManager, principalId: string, id: string, now: Date): Promise<Device | null> {
    const [device] = await deviceTable.select(manager, `WHERE id = ? AND principal_id = ? AND ${IS_KNOWN} FOR UPDATE`, [
      id,
      principalId,
      knownSince(now),
    ]);
    if (!device) return null;
    await manager.query('UPDATE devices SET forgotten_at = ? WHERE id = ?', [now, id]);
    return device;
  },

  /** Makes all devices of a principal unknown and returns how many there were. */
  async forgetAll(manager: EntityManager, principalId: string, now: Date): Promise<number> {
    const { affectedRows }: { affectedRows: number } = await manager.query(
      `UPDATE devices SET forgotten_at = ? WHERE principal_id = ? AND ${IS_KNOWN}`,
      [now, principalId, knownSince(now)],
    );
    return affectedRows;
  },

  /** Removes what is not known any more. */
  async removeUnknown(manager: EntityManager, now: Date): Promise<void> {
    const forgottenBefore = new Date(now.getTime() - KEEP_FORGOTTEN_MS);
    await manager.query('DELETE FROM devices WHERE last_seen_at <= ? LIMIT 1000', [knownSince(now)]);
    await manager.query('DELETE FROM devices WHERE forgotten_at < ? LIMIT 1000', [forgottenBefore]);
  },
};
