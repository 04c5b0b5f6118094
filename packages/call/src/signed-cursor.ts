import { createHmac, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { FieldError } from './field-error.js';
import { Refusal } from './refusal.js';

/** What a cursor is bound to: the list's query as parsed, and the account (or other owner) whose list it is. */
export interface CursorScope {
  /** `cursor` itself does not count; everything else does, `size` too. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly account: string | null;
}

export interface Cursors<Position = unknown> {
  /** The cursor behind which `position` is the last entry seen. */
  encode(position: Position, scope: CursorScope): string;
  /** Throws a `Refusal` for a cursor that was not made for exactly this query and account. */
  decode(cursor: string, scope: CursorScope): Position;
}

/** What is wrong with a cursor of another query, or of nobody. */
export const wrongCursor: FieldError = {
  field: 'query.cursor',
  code: 'invalid_cursor',
  message: 'The cursor does not belong to this query',
};

const FORM = /^([\w-]{1,960})\.([\w-]{43})$/;

/**
 * Opaque cursors, signed with the service's key. `position` is the schema of what they hold: one of an older release that no
 * longer fits is refused like a forged one. `code` is the endpoint's own code, `gateway.invalid_request` unless told.
 */
export function createCursors<Position>(facts: {
  readonly key: Uint8Array;
  readonly position: z.ZodType<Position>;
  readonly code?: string;
}): Cursors<Position> {
  const signatureOf = (payload: string, scope: CursorScope): string =>
    createHmac('sha256', facts.key)
      .update(JSON.stringify([payload, scope.account, canonical(scope.query)]))
      .digest('base64url');
  const refused = () => new Refusal<string>(facts.code ?? 'gateway.invalid_request', { fieldErrors: [wrongCursor] });

  return {
    encode(position, scope) {
      const payload = Buffer.from(JSON.stringify(position)).toString('base64url');
      return `${payload}.${signatureOf(payload, scope)}`;
    },
    decode(cursor, scope) {
      const [, payload, signature] = FORM.exec(cursor) ?? [];
      if (!payload || !signature) throw refused();
      if (!timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(payload, scope)))) throw refused();
      const position = facts.position.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
      if (!position.success) throw refused();
      return position.data;
    },
  };
}

/** Equal for equal queries, in any order of their keys. Absent and undefined are the same. */
function canonical(query: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(query)
    .filter(([name, value]) => name !== 'cursor' && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
