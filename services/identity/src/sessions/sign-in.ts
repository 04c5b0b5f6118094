import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { Transact, Tx } from '@genkan/call/transaction';
import type { Ids } from '@genkan/config/ids';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { signIn } from '@genkan/contracts/identity/sign-in';
import { HashQueueFull } from '@genkan/credentials/hash-queue-full';
import { drawToken, tokenDigest } from '@genkan/credentials/opaque-token';
import type { Devices } from '../devices/compose-devices.js';
import { emitDeviceAdded, emitEnded, emitFailed, emitStarted } from './events.js';
import type { FindSignIn } from './find-sign-in.js';
import type { Authenticate } from './passport-adapter.js';
import { type Principal, type Session, startSession } from './session.js';
import type { SessionRepository } from './session-repository.js';
import type { Attempt, SignInGuard } from './sign-in-guard.js';

interface Dependencies {
  readonly transact: Transact;
  readonly guard: SignInGuard;
  readonly sessions: SessionRepository;
  readonly devices: Pick<Devices, 'use' | 'issue'>;
  readonly find: FindSignIn;
  readonly authenticate: Authenticate<Principal>;
  readonly ids: Ids;
}

export interface SignedIn {
  readonly session: Session;
  readonly token: string;
  readonly deviceToken: string;
}

interface Credentials {
  readonly loginId: string;
  readonly password: string;
}

/** What the browser had before. */
interface Carried {
  readonly deviceToken: string | undefined;
  /** SHA-256 of the token of a session, in hexadecimal. */
  readonly sessionHash: string | undefined;
}

export type SignIn = (ctx: Ctx, credentials: Credentials, carried: Carried) => Promise<SignedIn>;

/** Flow B. The try is counted before it is checked; known and unknown login ids take the same steps. */
export function createSignIn({ transact, guard, sessions, devices, find, authenticate, ids }: Dependencies): SignIn {
  return async (ctx, credentials, carried) => {
    const attempt = await guard.admit(ctx, credentials.loginId, carried.deviceToken);
    const principal = await check(credentials, attempt);
    if (principal) return start(ctx, principal, attempt, carried);
    await fail(ctx, credentials.loginId, attempt);
    throw new Refusal<CodeOf<typeof signIn>>('identity.sign_in_failed');
  };

  async function check({ loginId, password }: Credentials, attempt: Attempt): Promise<Principal | null> {
    try {
      return await authenticate(loginId, password);
    } catch (error) {
      if (error instanceof HashQueueFull) await guard.withdraw(attempt);
      throw error;
    }
  }

  function start(ctx: Ctx, principal: Principal, attempt: Attempt, carried: Carried): Promise<SignedIn> {
    const { at, entries, knownDevice, loginIndex } = attempt;
    const { sourceIp, userAgent } = ctx;
    const [id, token] = [ids.uuid(), drawToken(ids)];
    return transact(ctx, async (tx) => {
      // The device before its sessions: who forgets it locks in the same order, and so finds this one.
      const facts = { principalId: principal.id, loginIndex, userAgent };
      const device = await devices.use(tx.manager, knownDevice, facts, at);
      const session = startSession({ id, principal, stage: 'full', deviceId: device.id, sourceIp, userAgent }, at);
      const replaced = await endCarried(tx, carried, at);
      await sessions.add(tx.manager, session, tokenDigest(token));
      emitStarted(tx, session);
      if (replaced) emitEnded(tx, replaced, 'replaced');
      if (device.isNew) emitDeviceAdded(tx, session, device.id);
      // Last, because everybody of one network waits for its row.
      await guard.succeed(tx, attempt);
      return { session, token, deviceToken: devices.issue(entries, { id: device.id, loginIndex }) };
    });
  }

  /** A browser holds one session: a sign-in ends the one before, also another member's, which would run on unseen (security 7). */
  async function endCarried({ manager }: Tx, { sessionHash }: Carried, at: Date): Promise<Session | null> {
    if (sessionHash === undefined) return null;
    const session = await sessions.lockByToken(manager, Buffer.from(sessionHash, 'hex'), at);
    return session && sessions.end(manager, session, 'replaced', at);
  }

  function fail(ctx: Ctx, loginId: string, attempt: Attempt): Promise<void> {
    return transact(ctx, async (tx) => {
      const owner = (await find(tx.manager, loginId))?.principal ?? null;
      emitFailed(tx, ctx, owner, attempt.knownDevice !== null);
      await guard.fail(tx, attempt, owner);
    });
  }
}
