import type { Actor, Stage } from '@genkan/contracts/call-context';

/** A session that is unused for so long ends: never later, and up to `TOUCH_EVERY_MS` earlier, as not every use is noted. */
export const IDLE_MS = 30 * 60_000;
/** Ends in any case. */
export const ABSOLUTE_MS = 12 * 3_600_000;
/** Use is noted at most this often: a session in use costs one write a minute. */
const TOUCH_EVERY_MS = 60_000;

export type EndReason = 'signed-out' | 'ended-by-owner' | 'idle' | 'absolute' | 'replaced';

/** The member or operator that a session belongs to. */
export interface Principal {
  readonly type: 'main' | 'operator';
  readonly id: string;
  /** Null for operators. */
  readonly accountNo: string | null;
  readonly maskedLoginId: string;
}

export interface Session {
  readonly id: string;
  readonly version: number;
  readonly principal: Principal;
  readonly stage: Stage;
  readonly deviceId: string | null;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly startedAt: Date;
  readonly lastActiveAt: Date;
  readonly idleEndsAt: Date;
  readonly absoluteEndsAt: Date;
}

const later = (moment: Date, ms: number) => new Date(moment.getTime() + ms);
const earlier = (a: Date, b: Date) => (a < b ? a : b);

export function startSession(
  facts: Pick<Session, 'id' | 'principal' | 'stage' | 'deviceId' | 'sourceIp' | 'userAgent'>,
  now: Date,
): Session {
  return {
    ...facts,
    version: 1,
    startedAt: now,
    lastActiveAt: now,
    idleEndsAt: later(now, IDLE_MS),
    absoluteEndsAt: later(now, ABSOLUTE_MS),
  };
}

export const isRunning = (session: Session, now: Date): boolean =>
  session.idleEndsAt > now && session.absoluteEndsAt > now;

/** Why a session that is not running any more ended. */
export const timeOutOf = (session: Session, now: Date): EndReason =>
  session.absoluteEndsAt <= now ? 'absolute' : 'idle';

/** The session after a use of now, or the same one when the last use was noted a moment ago. */
export function touch(session: Session, now: Date): Session {
  if (now.getTime() - session.lastActiveAt.getTime() < TOUCH_EVERY_MS) return session;
  return { ...session, lastActiveAt: now, idleEndsAt: earlier(later(now, IDLE_MS), session.absoluteEndsAt) };
}

/** Who acts with a session. */
export const actorOf = ({ id, principal }: Session): Actor => ({
  type: principal.type,
  id: principal.id,
  loginId: principal.maskedLoginId,
  sessionId: id,
  accessKeyId: null,
  mfa: false,
});
