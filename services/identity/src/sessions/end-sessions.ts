import type { Ctx } from '@genkan/call/ctx';
import type { Transact } from '@genkan/call/transaction';
import { emitEnded } from './events.js';
import type { EndReason } from './session.js';
import type { SessionRepository } from './session-repository.js';

interface Dependencies {
  readonly transact: Transact;
  readonly sessions: SessionRepository;
}

/** Ends running sessions of the caller: one, or all when `sessionId` is left out. Returns how many there were. */
export type EndSessions = (ctx: Ctx, reason: EndReason, sessionId?: string) => Promise<number>;

export function createEndSessions({ transact, sessions }: Dependencies): EndSessions {
  return (ctx, reason, sessionId) =>
    transact(ctx, async (tx) => {
      const now = ctx.clock.now();
      const running = await sessions.lockRunning(tx.manager, ctx.actor.id ?? '', now, { id: sessionId });
      for (const session of running) emitEnded(tx, await sessions.end(tx.manager, session, reason, now), reason);
      return running.length;
    });
}
