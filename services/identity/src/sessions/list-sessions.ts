import type { AnswerOf } from '@genkan/contracts/endpoint';
import type { listSessions } from '@genkan/contracts/identity/sessions';
import type { Cursors } from '@genkan/http-kit/signed-cursor';
import type { Ctx } from '@genkan/messaging/ctx';
import type { EntityManager } from 'typeorm';
import type { Session } from './session.js';
import type { SessionPosition, SessionRepository } from './session-repository.js';

interface Dependencies {
  readonly manager: EntityManager;
  readonly sessions: SessionRepository;
  readonly cursors: Cursors<SessionPosition>;
}

export type ListSessions = (
  ctx: Ctx,
  query: { readonly size: number; readonly cursor?: string | undefined },
) => Promise<AnswerOf<typeof listSessions>>;

/** One page of the caller's running sessions, newest first. */
export function createListSessions({ manager, sessions, cursors }: Dependencies): ListSessions {
  return async (ctx, { size, cursor }) => {
    const principalId = ctx.actor.id ?? '';
    const bound = { query: { size }, account: principalId };
    const after = cursor === undefined ? null : cursors.decode(cursor, bound);
    const found = await sessions.list(manager, principalId, ctx.clock.now(), after, size + 1);
    const items = found.slice(0, size).map((session) => present(session, ctx));
    const last = found[size - 1];
    if (found.length <= size || !last) return { items };
    return { items, nextCursor: cursors.encode({ startedAt: last.startedAt.toISOString(), id: last.id }, bound) };
  };
}

const present = (session: Session, ctx: Ctx) => ({
  sessionId: session.id,
  current: session.id === ctx.actor.sessionId,
  stage: session.stage,
  sourceIp: session.sourceIp,
  userAgent: session.userAgent,
  startedAt: session.startedAt.toISOString(),
  lastActiveAt: session.lastActiveAt.toISOString(),
  absoluteEndsAt: session.absoluteEndsAt.toISOString(),
});
