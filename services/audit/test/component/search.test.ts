import { randomUUID } from 'node:crypto';
import { getActivity, listActivities } from '@genkan/contracts/audit/activities';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { filterColumns } from '../../src/search/record-repository.js';
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
  it('comes newest first, page by page, without a double or a gap', async () => {
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

  it('keeps every digit of a number beyond 2^53, and text as it is', async () => {
    const facts = { amount: 1, list: [1], small: -9007199254740991, text: '"9223372036854775807" \\\\ 1' };
    const account = newAccount();
    const sent = message({ scope: account, facts });
    const json = sent.value
      .toString()
      .replace('"amount":1', '"amount": 9223372036854775807')
      .replace('"list":[1]', '"list":[-9007199254740993,1e400,0.5]');
    await audit.store([{ ...sent, value: Buffer.from(json) }]);
    expect((await list(account)).body.items[0].facts).toMatchObject({
      ...facts,
      amount: '9223372036854775807',
      list: ['-9007199254740993', '1e400', 0.5],
    });
  });
});

/** For each filter a record that it finds; the others are as `message` makes them. */
const wanted: Record<keyof typeof filterColumns, () => { given: MessageFacts; text: string }> = {
  actorId: () => inActivity('actor', { ...actorOf(message()), id: 'member-9' }, 'member-9'),
  actorType: () => inActivity('actor', { ...actorOf(message()), type: 'operator' }, 'operator'),
  action: () => inActivity('action', 'SignIn'),
  result: () => inActivity('result', 'FAIL'),
  source: () => inActivity('source', 'PORTAL'),
  sourceIp: () => inActivity('sourceIp', '198.51.100.9'),
  nrn: () => {
    const nrn = 'nrn:genkan:identity:global:204718330962:Session/9';
    return inActivity('resource', { nrn, type: 'Session', name: null }, nrn);
  },
  eventId: () => {
    const id = randomUUID();
    return { given: { id }, text: id };
  },
  correlationId: () => ({ given: { correlationId: 'c-9' }, text: 'c-9' }),
  requestId: () => inActivity('requestId', 'r-9'),
};

const actorOf = ({ value }: { value: Buffer }) => JSON.parse(value.toString()).activity.actor;
const inActivity = (field: string, value: unknown, text = String(value)) => ({
  given: { activity: { [field]: value } },
  text,
});

describe('a filter', () => {
  const found = async (scope: string, query: URLSearchParams) =>
    (await list(scope, `?${query}`).expect(200)).body.items.map((item: { id: string }) => item.id);

  it('is tested for each field that the contract offers', () => {
    const notFilters = ['from', 'to', 'size', 'cursor'];
    const offered = Object.keys(listActivities.request.query.shape).filter((name) => !notFilters.includes(name));
    expect(Object.keys(wanted).sort()).toEqual(offered.sort());
  });

  it.each(Object.entries(wanted))('by %s finds what fits and nothing else', async (name, make) => {
    const [scope, id, { given, text }] = [newAccount(), randomUUID(), make()];
    await audit.store([message({ scope, id, ...given }), message({ scope })]);
    expect(await found(scope, new URLSearchParams({ [name]: text }))).toEqual([given.id ?? id]);
  });

  it('by several finds what fits all of them', async () => {
    const [scope, id] = [newAccount(), randomUUID()];
    const activity = { action: 'SignIn', result: 'FAIL' };
    await audit.store([
      message({ scope, id, activity }),
      message({ scope, activity: { action: 'SignIn' } }),
      message({ scope, activity: { result: 'FAIL' } }),
    ]);
    expect(await found(scope, new URLSearchParams(activity))).toEqual([id]);
  });

  it('finds records of services that nobody here has heard of', async () => {
    const [scope, id] = [newAccount(), 'run 7: ~{odd}'];
    const activity = { action: 'Startserver2', requestId: id };
    await audit.store([message({ scope, id, correlationId: id, service: 'weather', activity })]);
    for (const [name, text] of [
      ['action', 'Startserver2'],
      ['eventId', id],
      ['correlationId', id],
      ['requestId', id],
    ] as const) {
      expect(await found(scope, new URLSearchParams({ [name]: text }))).toEqual([id]);
    }
  });

  it('by time finds what is not before `from`, and before `to`', async () => {
    const [scope, ids] = [newAccount(), [1, 2, 3, 4].map(() => randomUUID())];
    await audit.store(ids.map((id, index) => message({ scope, id, time: at(index + 1) })));
    expect(await found(scope, new URLSearchParams({ from: at(2), to: at(4) }))).toEqual([ids[2], ids[1]]);
    expect(await found(scope, new URLSearchParams({ to: at(2) }))).toEqual([ids[0]]);
    expect(await found(scope, new URLSearchParams({ from: at(4) }))).toEqual([ids[3]]);
  });

  it('takes what it is given as text, never as SQL', async () => {
    const account = await accountWith({});
    const { body } = await list(account, `?actorId=${encodeURIComponent("' OR 1=1 --")}`).expect(200);
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

  it.each(['actorId', 'action', 'sourceIp', 'nrn', 'eventId', 'correlationId', 'requestId'])(
    'a %s that no record can have is refused and named',
    async (name) => {
      for (const text of ['가', 'é', '🙂', '\u00a0', 'SignIn\u00a0', '\u0000', 'SignIn\n']) {
        const { body } = await list(newAccount(), `?${new URLSearchParams({ [name]: text })}`).expect(400);
        expect(body).toMatchObject({
          code: 'gateway.invalid_request',
          errors: [{ field: `query.${name}`, code: 'wrong_format' }],
        });
      }
    },
  );

  it.each([
    ['sourceIp', 'banana'],
    ['sourceIp', '10.0.0.0/8'],
    ['sourceIp', '10.0.0.256'],
    ['sourceIp', 'fe80::1%eth0'],
    ['nrn', 'Session/9'],
    ['action', 'Sign In'],
    ['action', "' OR 1=1 --"],
  ])('a %s of another form (%s) is refused and named, not searched for in vain', async (name, text) => {
    const { body } = await list(newAccount(), `?${new URLSearchParams({ [name]: text })}`).expect(400);
    expect(body.errors).toMatchObject([{ field: `query.${name}`, code: 'wrong_format' }]);
  });

  it.each(['%C2%A05', '+5', '0x5', '5.0', '1e1', '', '%EF%BC%95'])('a size of “%s” is refused', async (size) => {
    const { body } = await list(newAccount(), `?size=${size}`).expect(400);
    expect(body.errors).toMatchObject([{ field: 'query.size' }]);
  });

  it.each(['from=0000-01-01T00:00:00Z', 'from=9999-12-31T23:59:59.999Z', 'to=9999-12-31T23:59:59.999Z'])(
    'a time at the edge of all times (%s) is no fault of ours',
    async (query) => {
      expect((await list(newAccount(), `?${query}`)).status).toBeLessThan(500);
    },
  );

  it('a window that ends before it begins is told of both its ends', async () => {
    const { body } = await list(newAccount(), `?from=${at(9)}&to=${at(1)}`).expect(400);
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(['query.from', 'query.to']);
  });

  it.each([
    [`?size=0&cursor=abc`, ['query.cursor', 'query.size']],
    [`?colour=red&from=${at(9)}&to=${at(1)}&cursor=abc`, ['query.colour', 'query.cursor', 'query.from', 'query.to']],
    [`?from=yesterday&to=2020-01-01T00:00:00Z&cursor=abc`, ['query.cursor', 'query.from']],
  ])('of %s all wrong fields are named in one answer', async (query, fields) => {
    const { body } = await list(newAccount(), query).expect(400);
    expect(body.code).toBe('gateway.invalid_request');
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(fields);
  });

  it('a cursor of another query or another account is refused', async () => {
    const records = [{ time: at(1) }, { time: at(2) }];
    const [mine, theirs] = [await accountWith(...records), await accountWith(...records)];
    const cursor = (await list(mine, '?size=1')).body.nextCursor;
    await list(mine, `?size=1&cursor=${cursor}`).expect(200);
    expect((await list(mine, `?size=1&result=SUCCESS&cursor=${cursor}`).expect(400)).body.code).toBe(
      'audit.cursor_invalid',
    );
    expect((await list(mine, `?size=2&cursor=${cursor}`).expect(400)).body.code).toBe('audit.cursor_invalid');
    expect((await list(theirs, `?size=1&cursor=${cursor}`).expect(400)).body.code).toBe('audit.cursor_invalid');
  });
});

describe('one record', () => {
  const get = (account: string, id: string) => audit.get(getActivity, account, `/activities/${id}`);

  it('is read by its id', async () => {
    const id = randomUUID();
    expect((await get(await accountWith({ id }), id).expect(200)).body.id).toBe(id);
  });

  it.each(['%EA%B0%80', '%C2%A0', '%F0%9F%99%82', '%00', 'a'.repeat(200)])(
    'of an id such as %s is refused',
    async (id) => {
      expect((await get(newAccount(), id).expect(400)).body.errors).toMatchObject([{ field: 'params.eventId' }]);
    },
  );

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
