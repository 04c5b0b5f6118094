import type { Ctx } from '@genkan/call/ctx';
import { pageOf } from '@genkan/call/page-of';
import type { Cursors } from '@genkan/call/signed-cursor';
import type { AnswerOf } from '@genkan/contracts/endpoint';
import type { listSessions } from '@genkan/contracts/identity/sessions';
import type { EntityManager } from 'typeorm';
import { type Page, readOwnPage } from './own-page.js';
import type { Session } from './session.js';
import type { SessionPosition, SessionRepository } from './session-repository.js';

interface Dependencies {
  readonly manager: EntityManager;
  readonly sessions: SessionRepository;
  readonly cursors: Cursors<SessionPosition>;
}

export type ListSessions = ReturnType<typeof createListSessions>;

/** One page of the caller's running sessions, newest first. */
export function createListSessions({ manager, sessions, cursors }: Dependencies) {
  return { list, check: (ctx: Ctx, page: Partial<Page>) => readOwnPage(cursors, ctx, page) };

  async function list(ctx: Ctx, page: Page): Promise<AnswerOf<typeof listSessions>> {
    const { size } = page;
    const { principalId, bound, after } = readOwnPage(cursors, ctx, page);
    const found = await sessions.list(manager, principalId, ctx.clock.now(), after, size + 1);
    const next = ({ id, startedAt }: Session) => cursors.encode({ startedAt: startedAt.toISOString(), id }, bound);
    const { items, ...rest } = pageOf(found, size, next);
    return { items: items.map((session) => present(session, ctx)), ...rest };
  }
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
