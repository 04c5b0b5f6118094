import { randomUUID } from 'node:crypto';
import { getActivity, listActivities } from '@genkan/contracts/audit/activities';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MessageFacts, message, registration } from './messages.js';
import { type Audit, newAccount, startAudit } from './start-audit.js';

let audit: Audit;
beforeAll(async () => {
  audit = await startAudit();
});
afterAll(() => audit.stop());

const list = (account: string, query = '') => audit.get(listActivities, account, `/activities${query}`);
const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute)).toISOString();

/** An account with the given records. */
async function accountWith(...records: MessageFacts[]): Promise<string> {
  const scope = newAccount();
  await audit.store(records.map((record) => message({ scope, ...record })));
  return scope;
}

describe('the log of an account', () => {
  it('comes newest first, page by page, without a double or a hole', async () => {
    const account = await accountWith(...Array.from({ length: 25 }, (_, index) => ({ time: at(index % 7) })));
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await list(account, `?size=10${cursor && `&cursor=${cursor}`}`).expect(200);
      seen.push(...body.items.map((item: { time: string; id: string }) => `${item.time} ${item.id}`));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
    expect(seen).toHaveLength(25);
  });

  it('is nobody else’s', async () => {
    await accountWith({});
    expect((await list(newAccount()).expect(200)).body.items).toEqual([]);
  });

  it('holds back what operators alone may see', async () => {
    const account = await accountWith({ activity: { visibility: 'operator' } });
    expect((await list(account)).body.items).toEqual([]);
  });

  it('begins 30 days ago unless told', async () => {
    const account = await accountWith({ time: '2026-10-20T09:00:00.000Z' }, { time: at(1) });
    expect((await list(account)).body.items).toHaveLength(1);
    expect((await list(account, '?from=2026-10-01T00:00:00.000Z')).body.items).toHaveLength(2);
  });

  it('includes what its visitor did before there was an account', async () => {
    const [draft, account] = [randomUUID(), newAccount()];
    await audit.store([message({ scope: draft, time: at(1) }), registration(draft, account, { time: at(2) })]);
    const { body } = await list(account, '?size=1');
    const rest = await list(account, `?size=1&cursor=${body.nextCursor}`);
    expect([body.items[0].scope, rest.body.items[0].scope]).toEqual([account, draft]);
  });

  it('tells the record as it was published', async () => {
    const account = await accountWith({ sequence: 41, activity: { action: 'SignIn', requestId: 'r-1' } });
    const { body } = await list(account);
    expect(body.items[0]).toMatchObject({
      type: 'genkan.identity.session.ended.v1',
      sequence: '00000000000000000041',
      eventSource: '/services/identity',
      action: 'SignIn',
      actor: { type: 'main', loginId: 'k***@example.com' },
      facts: { reason: 'signed-out' },
    });
  });
});

describe('a filter', () => {
  const id = randomUUID();
  const wanted = {
    id,
    activity: { action: 'SignIn', result: 'FAIL', sourceIp: '198.51.100.9', source: 'PORTAL', requestId: 'r-9' },
  };

  it.each([
    'action=SignIn',
    'result=FAIL',
    'sourceIp=198.51.100.9',
    'source=PORTAL',
    'requestId=r-9',
    `eventId=${id}`,
    `action=SignIn&result=FAIL&eventId=${id}`,
  ])('%s finds what fits and nothing else', async (query) => {
    const scope = newAccount();
    const unique = { ...wanted, id: randomUUID() };
    await audit.store([message({ scope, ...unique }), message({ scope })]);
    const found = (await list(scope, `?${query.replaceAll(id, unique.id)}`).expect(200)).body.items;
    expect(found.map((item: { id: string }) => item.id)).toEqual([unique.id]);
  });

  it('takes what it is given as text, never as SQL', async () => {
    const account = await accountWith({});
    const { body } = await list(account, `?action=${encodeURIComponent("' OR 1=1 --")}`).expect(200);
    expect(body.items).toEqual([]);
  });
});

describe('bad input', () => {
  it.each([
    ['a size of 0', '?size=0', 'gateway.invalid_request'],
    ['a size of 101', '?size=101', 'gateway.invalid_request'],
    ['a filter that does not exist', '?colour=red', 'gateway.invalid_request'],
    ['an account', '?accountNo=123456789012', 'gateway.invalid_request'],
    ['a time that is none', '?from=yesterday', 'gateway.invalid_request'],
    ['a window that ends before it begins', `?from=${at(9)}&to=${at(1)}`, 'audit.window_invalid'],
    ['a cursor that is none', '?cursor=abc', 'audit.cursor_invalid'],
  ])('%s is refused', async (_, query, code) => {
    const { body } = await list(newAccount(), query).expect(400);
    expect(body.code).toBe(code);
  });

  it('a cursor of another query or another account is refused', async () => {
    const records = [{ time: at(1) }, { time: at(2) }];
    const [mine, theirs] = [await accountWith(...records), await accountWith(...records)];
    const cursor = (await list(mine, '?size=1')).body.nextCursor;
    await list(mine, `?size=1&cursor=${cursor}`).expect(200);
    expect((await list(mine, `?size=1&result=SUCCESS&cursor=${cursor}`).expect(400)).body.code).toBe(
      'audit.cursor_invalid',
    );
    expect((await list(theirs, `?size=1&cursor=${cursor}`).expect(400)).body.code).toBe('audit.cursor_invalid');
  });
});

describe('one record', () => {
  const get = (account: string, id: string) => audit.get(getActivity, account, `/activities/${id}`);

  it('is read by its id', async () => {
    const id = randomUUID();
    expect((await get(await accountWith({ id }), id).expect(200)).body.id).toBe(id);
  });

  it('of another account is answered like one that does not exist', async () => {
    const id = randomUUID();
    await accountWith({ id });
    const me = newAccount();
    const strip = ({ requestId: _, ...problem }: Record<string, unknown>) => problem;
    const [foreign, invented] = [await get(me, id).expect(404), await get(me, randomUUID()).expect(404)];
    expect(strip(foreign.body)).toEqual(strip(invented.body));
    expect(foreign.body.code).toBe('audit.activity_not_found');
  });
});
