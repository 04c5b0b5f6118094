import type { RowOf } from '@genkan/persistence/define-table';
import type { EntityManager } from 'typeorm';
import type { EndReason, Session } from './session.js';
import { sessionTable } from './session-table.js';

/** Where a page of sessions ends. */
export interface SessionPosition {
  readonly startedAt: string;
  readonly id: string;
}

const selectId = sessionTable.pick('id');
const selectDeviceId = sessionTable.pick('deviceId');

const IS_RUNNING = 'ended_at IS NULL AND idle_ends_at > ? AND absolute_ends_at > ?';

export type SessionRepository = typeof mysqlSessionRepository;

/** Sessions of all principals. Every method works on the connection that it is given: a pool's or a transaction's. */
export const mysqlSessionRepository = {
  async add(manager: EntityManager, session: Session, tokenHash: Buffer): Promise<void> {
    const { type: principalType, id: principalId, accountNo, maskedLoginId } = session.principal;
    // Spread last: a spread that something follows is many times slower.
    await sessionTable.insert(manager, { tokenHash, principalType, principalId, accountNo, maskedLoginId, ...session });
  },

  /** A session that nobody ended; its time may be over. */
  async findByToken(manager: EntityManager, tokenHash: Buffer): Promise<Session | null> {
    const [row] = await sessionTable.select(manager, 'WHERE token_hash = ? AND ended_at IS NULL', [tokenHash]);
    return row ? sessionOf(row) : null;
  },

  async saveUse(manager: EntityManager, { id, lastActiveAt, idleEndsAt }: Session): Promise<void> {
    await manager.query('UPDATE sessions SET last_active_at = ?, idle_ends_at = ? WHERE id = ? AND ended_at IS NULL', [
      lastActiveAt,
      idleEndsAt,
      id,
    ]);
  },

  /** Running sessions of a principal, newest first. */
  async list(
    manager: EntityManager,
    principalId: string,
    now: Date,
    after: SessionPosition | null,
    size: number,
  ): Promise<Session[]> {
    const startedAt = after && new Date(after.startedAt);
    const rows = await sessionTable.select(
      manager,
      `WHERE principal_id = ? AND ${IS_RUNNING}
         ${after ? 'AND (started_at < ? OR (started_at = ? AND id < ?))' : ''}
         ORDER BY started_at DESC, id DESC LIMIT ?`,
      [principalId, now, now, ...(after ? [startedAt, startedAt, after.id] : []), size],
    );
    return rows.map(sessionOf);
  },

  /** Id of the device that a session runs on. */
  async deviceOf(manager: EntityManager, id: string): Promise<string | null> {
    const [row] = await selectDeviceId(manager, 'WHERE id = ?', [id]);
    return row?.deviceId ?? null;
  },

  /** Locks running sessions of a principal: one of them, those on a device, or all. */
  async lockRunning(
    manager: EntityManager,
    principalId: string,
    now: Date,
    { id, deviceId }: { readonly id?: string | undefined; readonly deviceId?: string | undefined } = {},
  ): Promise<Session[]> {
    const rows = await sessionTable.select(
      manager,
      `WHERE principal_id = ? AND ${IS_RUNNING}
         ${id === undefined ? '' : 'AND id = ?'} ${deviceId === undefined ? '' : 'AND device_id = ?'}
         ORDER BY id FOR UPDATE`,
      [principalId, now, now, id, deviceId].filter((value) => value !== undefined),
    );
    return rows.map(sessionOf);
  },

  /** Locks a running session by its token. */
  async lockByToken(manager: EntityManager, tokenHash: Buffer, now: Date): Promise<Session | null> {
    const [row] = await sessionTable.select(manager, `WHERE token_hash = ? AND ${IS_RUNNING} FOR UPDATE`, [
      tokenHash,
      now,
      now,
    ]);
    return row ? sessionOf(row) : null;
  },

  /** Ids of sessions whose time is over and that nobody ended. */
  async listOver(manager: EntityManager, now: Date, size: number, skip: number): Promise<string[]> {
    const rows = await selectId(
      manager,
      'WHERE ended_at IS NULL AND idle_ends_at <= ? ORDER BY idle_ends_at, id LIMIT ? OFFSET ?',
      [now, size, skip],
    );
    return rows.map((row) => row.id);
  },

  /** Locks a session whose time is over, unless another call ended or used it meanwhile. */
  async lockOver(manager: EntityManager, id: string, now: Date): Promise<Session | null> {
    const [row] = await sessionTable.select(
      manager,
      'WHERE id = ? AND ended_at IS NULL AND idle_ends_at <= ? FOR UPDATE',
      [id, now],
    );
    return row ? sessionOf(row) : null;
  },

  /** Ends a locked session and returns it as it is now. */
  async end(manager: EntityManager, session: Session, reason: EndReason, now: Date): Promise<Session> {
    const ended = { ...session, version: session.version + 1 };
    await manager.query('UPDATE sessions SET version = ?, ended_at = ?, end_reason = ? WHERE id = ?', [
      ended.version,
      now,
      reason,
      session.id,
    ]);
    return ended;
  },

  async removeEnded(manager: EntityManager, before: Date): Promise<void> {
    await manager.query('DELETE FROM sessions WHERE ended_at < ? LIMIT 1000', [before]);
  },
};

function sessionOf(row: RowOf<typeof sessionTable>): Session {
  const { tokenHash, endedAt, endReason, principalType, principalId, accountNo, maskedLoginId, ...session } = row;
  return { principal: { type: principalType, id: principalId, accountNo, maskedLoginId }, ...session };
}
