import type { Ctx } from '@genkan/call/ctx';
import type { IsRefused, PartsOf } from '@genkan/call/fitting-parts';
import { pageOf } from '@genkan/call/page-of';
import { Refusal } from '@genkan/call/refusal';
import { type Cursors, wrongCursor } from '@genkan/call/signed-cursor';
import type { listActivities } from '@genkan/contracts/audit/activities';
import type { AnswerOf, InputOf } from '@genkan/contracts/endpoint';
import { type Position, type RecordRepository, type SearchCode, windowOf } from './search.js';

type Query = InputOf<typeof listActivities>['query'];

/** One page of the account's log, newest first. */
export function createListActivities(records: RecordRepository, cursors: Cursors<Position>) {
  return { list, check };

  async function list(ctx: Ctx, query: Query): Promise<AnswerOf<typeof listActivities>> {
    const { accountNo, bound, after, window } = read(ctx, query);
    const { size, cursor: _cursor, ...filters } = query;
    const found = await records.search(accountNo, { ...filters, ...window }, after, size + 1);
    return pageOf(found, size, ({ time, id }) => cursors.encode({ time, eventId: id }, bound));
  }

  /** Throws for what is wrong with a query whose other fields break the contract. Half a window says nothing. */
  function check(ctx: Ctx, { from, to, ...rest }: PartsOf<Query>, isRefused: IsRefused): void {
    read(ctx, isRefused('query.from') || isRefused('query.to') ? rest : { ...rest, from, to });
  }

  function read(ctx: Ctx, { cursor, ...search }: PartsOf<Query>) {
    const accountNo = accountOf(ctx);
    const bound = { query: search, account: accountNo };
    const window = windowOf(search.from, search.to, ctx.clock.now());
    if (!window) throw windowInvalid(cursor);
    const after = cursor === undefined ? null : cursors.decode(cursor, bound);
    return { accountNo, bound, after, window };
  }
}

/** Either end may be the wrong one, so both are named. No cursor was ever made for such a window. */
function windowInvalid(cursor: string | undefined): Refusal<SearchCode> {
  const fieldErrors = ['query.from', 'query.to'].map((field) => ({
    field,
    code: 'out_of_range',
    message: 'the window ends before it begins',
  }));
  if (cursor !== undefined) fieldErrors.push(wrongCursor);
  return new Refusal<SearchCode>('audit.window_invalid', { fieldErrors });
}

/** The caller's account. The contract lets members in alone, and those have one. */
export function accountOf(ctx: Ctx): string {
  if (ctx.accountNo === null) throw new Error('a member without an account');
  return ctx.accountNo;
}
