import type { EntityManager } from 'typeorm';
import type { EndReason, Session } from './session.js';
import type { SessionRow } from './session-table.js';

/** Where a page of sessions ends. */
export interface SessionPosition {
  readonly startedAt: string;
  readonly id: string;
}

const INSERT_SESSION = `INSERT INTO sessions (
    id, token_hash, version, principal_type, principal_id, account_no, masked_login_id, stage, device_id, source_ip, user_agent,
    started_at, last_active_at, idle_ends_at, absolute_ends_at
  ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export type SessionRepository = typeof mysqlSessionRepository;

/** Sessions of all principals. Every method works on the connection that it is given: a pool's or a transaction's. */
export const mysqlSessionRepository = {
  async add(manager: EntityManager, session: Session, tokenHash: Buffer): Promise<void> {
    const { principal } = session;
    await manager.query(INSERT_SESSION, [
      session.id,
      tokenHash,
      session.version,
      principal.type,
      principal.id,
      principal.accountNo,
      principal.maskedLoginId,
      session.stage,
      session.deviceId,
      session.sourceIp,
      session.userAgent,
      session.startedAt,
      session.lastActiveAt,
      session.idleEndsAt,
      session.absoluteEndsAt,
    ]);
  },

  /** A session that nobody ended; its time may be over. */
  async findByToken(manager: EntityManager, tokenHash: Buffer): Promise<Session | null> {
    const rows: SessionRow[] = await manager.query('SELECT * FROM sessions WHERE token_hash = ? AND ended_at IS NULL', [
      tokenHash,
    ]);
    return rows[0] ? sessionOf(rows[0]) : null;
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
    const rows: SessionRow[] = await manager.query(
      `SELECT * FROM sessions WHERE principal_id = ? AND ended_at IS NULL AND idle_ends_at > ? AND absolute_ends_at > ?
         ${after ? 'AND (started_at < ? OR (started_at = ? AND id < ?))' : ''}
         ORDER BY started_at DESC, id DESC LIMIT ?`,
      [principalId, now, now, ...(after ? [startedAt, startedAt, after.id] : []), size],
    );
    return rows.map(sessionOf);
  },

  /** Id of the device that a session runs on. */
  async deviceOf(manager: EntityManager, id: string): Promise<string | null> {
    const rows: SessionRow[] = await manager.query('SELECT device_id FROM sessions WHERE id = ?', [id]);
    return rows[0]?.device_id ?? null;
  },

  /** Locks running sessions of a principal: one of them, those on a device, or all. */
  async lockRunning(
    manager: EntityManager,
    principalId: string,
    now: Date,
    { id, deviceId }: { readonly id?: string | undefined; readonly deviceId?: string | undefined } = {},
  ): Promise<Session[]> {
    const rows: SessionRow[] = await manager.query(
      `SELECT * FROM sessions WHERE principal_id = ? AND ended_at IS NULL AND idle_ends_at > ? AND absolute_ends_at > ?
         ${id === undefined ? '' : 'AND id = ?'} ${deviceId === undefined ? '' : 'AND device_id = ?'}
         ORDER BY id FOR UPDATE`,
      [principalId, now, now, id, deviceId].filter((value) => value !== undefined),
    );
    return rows.map(sessionOf);
  },

  /** Locks a running session by its token. */
  async lockByToken(manager: EntityManager, tokenHash: Buffer, now: Date): Promise<Session | null> {
    const rows: SessionRow[] = await manager.query(
      `SELECT * FROM sessions WHERE token_hash = ? AND ended_at IS NULL AND idle_ends_at > ? AND absolute_ends_at > ?
         FOR UPDATE`,
      [tokenHash, now, now],
    );
    return rows[0] ? sessionOf(rows[0]) : null;
  },

  /** Ids of sessions whose time is over and that nobody ended. */
  async listOver(manager: EntityManager, now: Date, size: number, skip: number): Promise<string[]> {
    const rows: { id: string }[] = await manager.query(
      'SELECT id FROM sessions WHERE ended_at IS NULL AND idle_ends_at <= ? ORDER BY idle_ends_at, id LIMIT ? OFFSET ?',
      [now, size, skip],
    );
    return rows.map((row) => row.id);
  },

  /** Locks a session whose time is over, unless somebody ended or used it meanwhile. */
  async lockOver(manager: EntityManager, id: string, now: Date): Promise<Session | null> {
    const rows: SessionRow[] = await manager.query(
      'SELECT * FROM sessions WHERE id = ? AND ended_at IS NULL AND idle_ends_at <= ? FOR UPDATE',
      [id, now],
    );
    return rows[0] ? sessionOf(rows[0]) : null;
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

function sessionOf(row: SessionRow): Session {
  return {
    id: row.id,
    version: row.version,
    principal: {
      type: row.principal_type,
      id: row.principal_id,
      accountNo: row.account_no,
      maskedLoginId: row.masked_login_id,
    },
    stage: row.stage,
    deviceId: row.device_id,
    sourceIp: row.source_ip,
    userAgent: row.user_agent,
    startedAt: row.started_at,
    lastActiveAt: row.last_active_at,
    idleEndsAt: row.idle_ends_at,
    absoluteEndsAt: row.absolute_ends_at,
  };
}
