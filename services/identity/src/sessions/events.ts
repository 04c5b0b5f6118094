import type { Ctx } from '@genkan/call/ctx';
import type { Tx } from '@genkan/call/transaction';
import { PLATFORM_SCOPE } from '@genkan/contracts/activity';
import { systemActor } from '@genkan/contracts/call-context';
import { deviceForgotten, devicesForgotten } from '@genkan/contracts/identity/devices';
import { sessionEnded, sessionStarted } from '@genkan/contracts/identity/sessions';
import { deviceAdded, signInFailed, signInLocked, signInUnlocked } from '@genkan/contracts/identity/sign-in';
import type { Device } from '../devices/compose-devices.js';
import type { Lock } from './bucket.js';
import { actorOf, type EndReason, type Principal, type Session } from './session.js';

/** Whose log: the account's, or the platform's for operators and for login ids that nobody has. */
const scopeOf = (accountNo: string | null | undefined): string => accountNo ?? PLATFORM_SCOPE;

const factsOf = ({ version, id, principal, stage, deviceId }: Session) => ({
  version,
  sessionId: id,
  principalType: principal.type,
  principalId: principal.id,
  accountNo: principal.accountNo,
  stage,
  deviceId,
});

export function emitStarted(tx: Tx, session: Session): void {
  tx.emit(sessionStarted, {
    scope: scopeOf(session.principal.accountNo),
    resource: { id: session.id },
    actor: actorOf(session),
    facts: {
      ...factsOf(session),
      idleEndsAt: session.idleEndsAt.toISOString(),
      absoluteEndsAt: session.absoluteEndsAt.toISOString(),
    },
  });
}

/** The caller who replaces a session acts as its holder: its log does not learn who signed in after. */
export function emitEnded(tx: Tx, session: Session, reason: EndReason): void {
  tx.emit(sessionEnded, {
    scope: scopeOf(session.principal.accountNo),
    resource: { id: session.id },
    ...(reason === 'replaced' && { actor: actorOf(session) }),
    facts: { ...factsOf(session), reason },
  });
}

export function emitDeviceAdded(tx: Tx, session: Session, deviceId: string): void {
  const { principal } = session;
  if (principal.accountNo === null) return;
  tx.emit(deviceAdded, {
    scope: principal.accountNo,
    resource: { id: deviceId },
    actor: actorOf(session),
    facts: { version: 1, deviceId, memberId: principal.id, accountNo: principal.accountNo, sessionId: session.id },
  });
}

/** Its first version was its sign-in or sign-up; nothing but forgetting makes another. */
export function emitForgotten(tx: Tx, ctx: Ctx, { id, firstSeenAt, lastSeenAt }: Device): void {
  tx.emit(deviceForgotten, {
    scope: scopeOf(ctx.accountNo),
    resource: { id },
    facts: {
      version: 2,
      deviceId: id,
      ...ownerOf(ctx),
      firstSeenAt: firstSeenAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
    },
  });
}

export function emitAllForgotten(tx: Tx, ctx: Ctx, count: number): void {
  const owner = ownerOf(ctx);
  tx.emit(devicesForgotten, {
    scope: scopeOf(ctx.accountNo),
    resource: { id: owner.principalId },
    facts: { ...owner, count },
  });
}

const ownerOf = ({ actor, accountNo }: Ctx) => ({
  principalType: accountNo === null ? ('operator' as const) : ('main' as const),
  principalId: actor.id ?? '',
  accountNo,
});

/** A failed try. It never tells a login id that nobody has: people type passwords there (acceptance T2). */
export function emitFailed(tx: Tx, ctx: Ctx, principal: Principal | null, isDeviceKnown: boolean): void {
  tx.emit(signInFailed, {
    scope: scopeOf(principal?.accountNo),
    resource: { id: ctx.requestId },
    result: 'FAIL',
    errorCode: 'identity.sign_in_failed',
    ...(principal && { actor: { ...ctx.actor, loginId: principal.maskedLoginId } }),
    facts: { knownId: principal !== null, deviceKnown: isDeviceKnown },
  });
}

export function emitLocked(tx: Tx, lock: Lock): void {
  tx.emit(signInLocked, {
    scope: scopeOf(lock.owner.accountNo),
    resource: { id: lock.bucket },
    facts: { ...lockFacts(lock), lockedUntil: lock.lockedUntil.toISOString() },
  });
}

/** Time opens a lock, also when the transaction of a later try tells so. */
export function emitUnlocked(tx: Tx, lock: Lock): void {
  tx.emit(signInUnlocked, {
    scope: scopeOf(lock.owner.accountNo),
    resource: { id: lock.bucket },
    actor: systemActor,
    facts: lockFacts(lock),
  });
}

const lockFacts = ({ owner, bucket }: Lock) => ({
  knownId: owner.isKnown,
  memberId: owner.memberId,
  accountNo: owner.accountNo,
  bucket,
});
