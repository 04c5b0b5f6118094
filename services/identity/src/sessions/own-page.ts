import type { Ctx } from '@genkan/call/ctx';
import type { Cursors } from '@genkan/call/signed-cursor';

/** What the caller asks for of a list of its own. */
export interface Page {
  readonly size: number;
  readonly cursor?: string | undefined;
}

/** Where a page of the caller's own list begins. Throws for a cursor that was not made for this list. */
export function readOwnPage<Position>(cursors: Cursors<Position>, ctx: Ctx, page: Partial<Page>) {
  const { size, cursor } = page;
  const principalId = ctx.actor.id ?? '';
  const bound = { query: { size }, account: principalId };
  return { principalId, bound, after: cursor === undefined ? null : cursors.decode(cursor, bound) };
}
