import type { EntityManager } from 'typeorm';
import type { EndReason, Session } from './session.js';
import { deviceTable, type SessionRow, sessionTable } from './session-table.js';

/** Where a page of sessions ends. */
export interface SessionPosition {
  readonly startedAt: string;
  readonly id: string;
}

export type SessionRepository = typeof mysqlSessionRepository;

/** Sessions of all principals. Every method works on the connection that it is given: a pool's or a transaction's. */
export const mysqlSessionRepository = {
  async add(manager: EntityManager, session: Session, tokenHash: Buffer): Promise<void> {
    const row = { ...rowOf(session), token_hash: tokenHash };
    const names = Object.keys(row);
    await manager.query(
      `INSERT INTO sessions (${names.join()}) VALUES (${names.map(() => '?').join()})`,
      Object.values(row),
    );
  },

  async addDevice(manager: EntityManager, id: string, principalId: string, now: Date): Promise<void> {
    await manager.insert(deviceTable, { id, principal_id: principalId, added_at: now });
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

  /** Locks running sessions of a principal: one of them, or all. */
  async lockRunning(manager: EntityManager, principalId: string, now: Date, id?: string): Promise<Session[]> {
    const rows: SessionRow[] = await manager.query(
      `SELECT * FROM sessions WHERE principal_id = ? AND ended_at IS NULL AND idle_ends_at > ? AND absolute_ends_at > ?
         ${id === undefined ? '' : 'AND id = ?'} ORDER BY id FOR UPDATE`,
      [principalId, now, now, ...(id === undefined ? [] : [id])],
    );
    return rows.map(sessionOf);
  },

  /** Locks sessions whose time is over, those aside that another instance is at. */
  async lockOver(manager: EntityManager, now: Date, limit: number): Promise<Session[]> {
    const rows: SessionRow[] = await manager.query(
      `SELECT * FROM sessions WHERE ended_at IS NULL AND idle_ends_at <= ? ORDER BY idle_ends_at LIMIT ?
         FOR UPDATE SKIP LOCKED`,
      [now, limit],
    );
    return rows.map(sessionOf);
  },

  /** Ends a locked session and returns it as it is now. */
  async end(manager: EntityManager, session: Session, reason: EndReason, now: Date): Promise<Session> {
    const ended = { ...session, version: session.version + 1 };
    await manager.update(
      sessionTable,
      { id: session.id },
      { version: ended.version, ended_at: now, end_reason: reason },
    );
    return ended;
  },

  async removeEnded(manager: EntityManager, before: Date): Promise<void> {
    await manager.query('DELETE FROM sessions WHERE ended_at < ? LIMIT 1000', [before]);
  },
};

function rowOf(session: Session): Omit<SessionRow, 'token_hash' | 'ended_at' | 'end_reason'> {
  const { principal } = session;
  return {
    id: session.id,
    version: session.version,
    principal_type: principal.type,
    principal_id: principal.id,
    account_no: principal.accountNo,
    masked_login_id: principal.maskedLoginId,
    stage: session.stage,
    device_id: session.deviceId,
    source_ip: session.sourceIp,
    user_agent: session.userAgent,
    started_at: session.startedAt,
    last_active_at: session.lastActiveAt,
    idle_ends_at: session.idleEndsAt,
    absolute_ends_at: session.absoluteEndsAt,
  };
}

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
