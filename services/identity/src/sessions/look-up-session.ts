import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { SessionEntry } from '@genkan/contracts/gateway-entry';
import type { lookUpSession } from '@genkan/contracts/identity/look-ups';
import type { EntityManager } from 'typeorm';
import { actorOf, isRunning, touch } from './session.js';
import type { SessionRepository } from './session-repository.js';

interface Dependencies {
  readonly manager: EntityManager;
  readonly sessions: SessionRepository;
}

export type LookUpSession = (ctx: Ctx, tokenHash: string) => Promise<SessionEntry>;

/** What the gateway may know of a session for a second. Its question means that the session is in use. */
export function createLookUpSession({ manager, sessions }: Dependencies): LookUpSession {
  return async (ctx, tokenHash) => {
    const now = ctx.clock.now();
    const found = await sessions.findByToken(manager, Buffer.from(tokenHash, 'hex'));
    if (!found || !isRunning(found, now)) throw new Refusal<CodeOf<typeof lookUpSession>>('identity.session_not_found');
    const session = touch(found, now);
    if (session !== found) await sessions.saveUse(manager, session);
    return {
      version: `${session.version}-${session.idleEndsAt.getTime()}`,
      actor: actorOf(session),
      accountNo: session.principal.accountNo,
      stage: session.stage,
      startedAt: session.startedAt.toISOString(),
      idleEndsAt: session.idleEndsAt.toISOString(),
      absoluteEndsAt: session.absoluteEndsAt.toISOString(),
    };
  };
}
