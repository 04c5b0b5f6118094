import type { listActivities } from '@genkan/contracts/audit/activities';
import type { AnswerOf, InputOf } from '@genkan/contracts/endpoint';
import { ServiceError } from '@genkan/http-kit/service-error';
import type { Cursors } from '@genkan/http-kit/signed-cursor';
import type { Ctx } from '@genkan/messaging/ctx';
import { type Position, type RecordRepository, type SearchCode, windowOf } from './search.js';

type Input = InputOf<typeof listActivities>;

/** One page of the account's log, newest first. */
export const createListActivities =
  (records: RecordRepository, cursors: Cursors<Position>) =>
  async (ctx: Ctx, { query }: Input): Promise<AnswerOf<typeof listActivities>> => {
    const accountNo = accountOf(ctx);
    const { size, cursor, from, to, ...filters } = query;
    const bound = { query: { ...filters, from, to }, account: accountNo };
    const after = cursor === undefined ? null : cursors.decode(cursor, bound);
    const window = windowOf(from, to, ctx.clock.now());
    if (!window) throw windowInvalid();
    // One more than asked for tells whether there is a next page.
    const found = await records.search(accountNo, { ...filters, ...window }, after, size + 1);
    const items = found.slice(0, size);
    const last = items.at(-1);
    if (found.length <= size || !last) return { items };
    return { items, nextCursor: cursors.encode({ time: last.time, eventId: last.id }, bound) };
  };

/** Either end may be the wrong one, so both are named. */
function windowInvalid(): ServiceError {
  const fieldErrors = ['query.from', 'query.to'].map((field) => ({
    field,
    code: 'out_of_range',
    message: 'the window ends before it begins',
  }));
  return new ServiceError<SearchCode>({ code: 'audit.window_invalid', fieldErrors });
}

/** The caller's account. The contract lets members in alone, and those have one. */
export function accountOf(ctx: Ctx): string {
  if (ctx.accountNo === null) throw new Error('a member without an account');
  return ctx.accountNo;
}
