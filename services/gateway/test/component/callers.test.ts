import { randomUUID } from 'node:crypto';
import { anonymousActor } from '@genkan/contracts/call-context';
import { fakeClock } from '@genkan/testing/fake-clock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answers, type Behaviour } from '../fixtures/fake-service.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

const clock = fakeClock();
let nowMs = 1_000_000;
let gateway: GatewayFixture;
let session: string;

beforeAll(async () => {
  gateway = await startGateway({ clock, nowMs: () => nowMs });
});
afterAll(() => gateway.close());
const usual = (): Behaviour => gateway.owner.behaviour(answers(200, { text: 'hello' }));
beforeEach(() => {
  gateway.identity.behave(usual());
  session = gateway.owner.session();
});

const lookUps = () => gateway.owner.lookUps.length;

describe('whose credential counts', () => {
  it('is decided by the endpoint, when a session and a draft come together', async () => {
    const draft = gateway.owner.draft();
    const headers = gateway.as({ session, draft });
    const who = async (path: string, method = 'GET', body?: string) => {
      const reply = await gateway.call(path, { method, headers, ...(body && { body }) });
      const [record] = await gateway.records(reply.headers['x-request-id']);
      return record?.activity.actor.type;
    };
    expect(await who('/api/v1/notes')).toBe('main');
    expect(await who('/api/v1/drafts/current')).toBe('draft');
    expect(await who('/api/v1/terms')).toBe('anonymous');
    expect(await who(`/api/v1/notes/${randomUUID()}`, 'PUT', '{"text":"x"}')).toBe('main');
    gateway.owner.end(session);
    nowMs += 1_000;
    expect(await who(`/api/v1/notes/${randomUUID()}`, 'PUT', '{"text":"x"}')).toBe('draft');
  });

  it('is nobody’s where the endpoint takes none, so nothing is looked up', async () => {
    const before = lookUps();
    expect((await gateway.call('/api/v1/terms', { headers: gateway.as({ session }) })).status).toBe(200);
    expect(lookUps()).toBe(before);
  });
});

describe('principals and endpoints', () => {
  const sub = { ...anonymousActor, type: 'sub', id: randomUUID() } as const;
  const operator = { ...anonymousActor, type: 'operator', id: randomUUID() } as const;
  const callers: Record<string, () => { session?: string; draft?: string }> = {
    anonymous: () => ({}),
    draft: () => ({ draft: gateway.owner.draft() }),
    main: () => ({ session: gateway.owner.session() }),
    'main before MFA': () => ({ session: gateway.owner.session({ stage: 'mfa-pending' }) }),
    'main without account': () => ({ session: gateway.owner.session({ accountNo: null }) }),
    sub: () => ({ session: gateway.owner.session({ actor: sub }) }),
    operator: () => ({ session: gateway.owner.session({ actor: operator, accountNo: null }) }),
  };
  const matrix: Record<string, Record<string, number | string>> = {
    '/api/v1/terms': { anonymous: 200, draft: 200, main: 200, 'main before MFA': 200, sub: 200, operator: 200 },
    '/api/v1/drafts/current': { anonymous: 'unauthenticated', draft: 200, main: 'unauthenticated' },
    '/api/v1/notes': {
      anonymous: 'unauthenticated',
      draft: 'unauthenticated',
      main: 200,
      'main before MFA': 'stage_not_allowed',
      'main without account': 'caller_not_allowed',
      sub: 'caller_not_allowed',
      operator: 'caller_not_allowed',
    },
    '/api/v1/sessions/current': { anonymous: 'unauthenticated', main: 200, 'main before MFA': 200, operator: 200 },
    '/api/v1/sources': { anonymous: 'unauthenticated', main: 'caller_not_allowed', operator: 200 },
    '/api/v1/servers': { anonymous: 'unauthenticated', main: 'unavailable' },
  };
  const table = Object.entries(matrix).flatMap(([path, row]) =>
    Object.entries(row).map(([caller, expected]) => [caller, path, expected] as const),
  );

  it.each(table)('%s at %s: %s', async (caller, path, expected) => {
    const arrivals = gateway.identity.arrivals.filter(({ url }) => url === path).length;
    const reply = await gateway.call(path, { headers: gateway.as(callers[caller]?.() ?? {}) });
    const reached = gateway.identity.arrivals.filter(({ url }) => url === path).length - arrivals;
    if (expected === 200) return expect(reply.status).toBe(200);
    expect([reply.body.code, reached]).toEqual([`gateway.${expected}`, 0]);
    expect(await gateway.records(reply.body.requestId)).toHaveLength(1);
  });
});
